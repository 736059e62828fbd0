import sys, os; sys.path.insert(0,os.path.dirname(os.path.abspath(__file__)))
from train import *
C1=float(sys.argv[1]) if len(sys.argv)>1 else 0.3; C2=float(sys.argv[2]) if len(sys.argv)>2 else 0.3
F1,F2=families(); n1=sum(b for a,b in F1); n2=sum(b for a,b in F2)
G=gold()
rows=[];Y=[];W=[];ind=[]
pages=[]
for s in SETS:
    for i,bl in load('first',s).items():
        y,w=label(bl,G[s,i]); pages.append((s,i,len(rows),len(bl),fold(i))); rows+=bl; Y.append(y); W.append(w)
Y=np.concatenate(Y);W=np.concatenate(W)
X=matrix(rows,n1); print(X.shape,(Y==1).sum(),(Y==0).sum(),flush=True)
FD=np.concatenate([np.full(n,f) for _,_,_,n,f in pages])
ok=(Y>=0)&(W>0)
SC=200.
def cv(X,C):
    out=np.zeros(X.shape[0])
    for k in range(K):
        tr=ok&(FD!=k); c=rounded(fit(X[tr],Y[tr],W[tr]*SC,C)); te=FD==k; out[te]=X[te]@c
    return out
def report(op,thr=0,show=0):
    for s in SETS:
        P={};ids={0:[],1:[]}
        for ss,i,a,n,f in pages:
            if ss!=s: continue
            P[i]='\n'.join(rows[a+j]['t'] for j in range(n) if op[a+j]>thr)
            ids[f%2].append(i)
        print(score(s,P,show=show).replace('title=0.000 author=0.000 date=0.000',''),flush=True)
o1=cv(X,C1)
print('first round, held out'); report(o1)

def round2(o,C,name):
    for s in SETS:
        with open(f'{T}/{s}.ops','w') as f:
            for ss,i,a,n,_ in pages:
                if ss==s: f.write(str(n)+' '+' '.join(str(int(v)) for v in o[a:a+n])+'\n')
        subprocess.run([T+'/features',D+'/'+s,f'{T}/{s}.ops'],stdout=open(f'{T}/{s}.second.jsonl','w'),check=True)
    r2=[]
    for s in SETS:
        for i,bl in load('second',s).items(): r2+=bl
    X2=matrix(r2,n2)
    o2=cv(X2,C)
    print(name,'held out')
    for t in (-200,0,200): print('threshold',t); report(o2,t)
    return X2,o2
X2,o2=round2(o1,C2,'second round')
np.save(T+'/o2.npy',o2)
if len(sys.argv)>3:
    X3,o3=round2(np.clip(o2,-8000,8000),C2,'third round'); np.save(T+'/o3.npy',o3)
w1=rounded(fit(X[ok],Y[ok],W[ok]*SC,C1)); w2=rounded(fit(X2[ok],Y[ok],W[ok]*SC,C2))
write(ROOT+'/src/page/model_first.def',w1,F1); write(ROOT+'/src/page/model_second.def',w2,F2)
if len(sys.argv)>3:
    write(ROOT+'/src/page/model_third.def',rounded(fit(X3[ok],Y[ok],W[ok]*SC,C2)),F2)
