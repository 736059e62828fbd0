import json, re, sys, collections, hashlib, os, subprocess, statistics, math
import numpy as np, scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
import os
ROOT=os.path.join(os.path.dirname(os.path.abspath(__file__)),'..','..')
D=os.environ['BENCH']; T=os.environ['WORK']; SCORE=os.environ['SCORE']
toks=re.compile(r'\w+').findall
ws=lambda s: re.sub(r'\s+',' ',str(s)).strip()
SETS=['scrapinghub','trafilatura','wcxb']
K=4
def fold(i): return int(hashlib.md5(i.encode()).hexdigest(),16)%K
def gold():
    G={}
    g=json.load(open(D+'/scrapinghub/ground-truth.json'))
    for k,v in g.items(): G['scrapinghub',k]=('text',v['articleBody'])
    g=json.load(open(D+'/trafilatura/evaldata.json'))
    for k,v in g.items(): G['trafilatura',k]=('snip',v['with'],v['without'])
    for f in os.listdir(D+'/wcxb/ground-truth'):
        d=json.load(open(D+'/wcxb/ground-truth/'+f)); G['wcxb',f[:-5]]=('text',d['ground_truth'].get('main_content') or '',d['_internal']['page_type']['primary'])
    return G
def label(blocks,g):
    n=len(blocks); y=np.full(n,-1); w=np.zeros(n)
    if g[0]=='snip':
        for i,b in enumerate(blocks):
            t=ws(b['t'])
            for s in g[1]:
                s=ws(s)
                if s and (s in t or (len(t)>12 and t in s)): y[i]=1; w[i]=1
            for s in g[2]:
                s=ws(s)
                if s and (s in t): y[i]=0; w[i]=1
        # blocks that say neither: the long ones between positives are text
        tot=w.sum()
        if tot: w*=3./max(3,tot)*1.0
        return y,w
    gt=[x.lower() for x in toks(g[1])]
    lines=set(' '.join(x.lower() for x in toks(l)) for l in g[1].split('\n'))
    tri=collections.Counter(zip(gt,gt[1:],gt[2:]))
    joined=' '+' '.join(gt)+' '
    used=collections.Counter()
    B=[[x.lower() for x in toks(b['t'])] for b in blocks]
    full=[None]*n
    for i,t in enumerate(B):
        if not t: y[i]=-1; continue
        w[i]=len(t)
        s=' '.join(t)
        if len(t)>=6:
            c=collections.Counter(zip(t,t[1:],t[2:])); h=sum((c&tri).values())/max(1,sum(c.values()))
            y[i]=1 if h>=.5 else 0
            if .3<h<.6: w[i]*=.3
        else:
            y[i]=2 if (s in lines or (len(t)>=2 and ' '+s+' ' in joined) or (len(t)==1 and t[0] in set(gt))) else 0
    # short ones: sure if contiguous with a positive neighbour in the gold
    for i in range(n):
        if y[i]==2:
            s=' '.join(B[i]); ok=False
            if s in lines and len(B[i])>=3: ok=True
            else:
                for j,rev in ((i-1,False),(i+1,True)):
                    if 0<=j<n and B[j] and y[j]>0:
                        a=B[j][-3:] if not rev else B[j][:3]
                        q=' '+(' '.join(a)+' '+s if not rev else s+' '+' '.join(a))+' '
                        if q in joined: ok=True
            y[i]=1 if ok else (0 if s not in lines else 1)
            if y[i]==1 and not ok: w[i]*=.5
    # the same text in several places: the ones beyond gold's count are not it
    by=collections.defaultdict(list)
    for i in range(n):
        if y[i]==1: by[' '.join(B[i])].append(i)
    for s,ix in by.items():
        if len(ix)>1 and len(s)>20:
            c=joined.count(' '+s+' ')
            if 0<c<len(ix):
                for i in ix: w[i]*=.5
    tot=max(len(gt),60)
    w=w/tot
    # one negative page part must not swamp all
    neg=w[y==0].sum()
    if neg>1.5: w[y==0]*=1.5/neg
    w[y>=0]+=.0006
    return y,w
def load(kind,s):
    P={}
    for l in open(f'{T}/{s}.{kind}.jsonl'):
        d=json.loads(l); P[d['id']]=d.get('blocks',[])
    return P
def matrix(pages,nf):
    ind=[];ptr=[0]
    for b in pages:
        ind+=b['f'] ; ptr.append(len(ind))
    return sp.csr_matrix((np.ones(len(ind),dtype=np.float32),np.array(ind,dtype=np.int32),np.array(ptr)),shape=(len(pages),nf))
def fit(X,y,w,C):
    m=LogisticRegression(C=C,solver='lbfgs',max_iter=60,fit_intercept=False,tol=1e-4)
    m.fit(X,y,sample_weight=w); return m.coef_[0]
def score(s,P,ids=None,show=0):
    f=f'{T}/pred.{s}.jsonl'
    with open(f,'w') as o:
        for i,t in P.items(): o.write(json.dumps({'id':i,'text':t})+'\n')
    c=['python3',SCORE,'--data',D,'--pred',f,'--show',str(show)]
    if ids:
        open(T+'/ids','w').write('\n'.join(ids)); c+=['--ids',T+'/ids']
    return subprocess.run(c+['extract',s],capture_output=True,text=True).stdout.strip()
def rounded(w): return np.clip(np.round(w*1000),-32000,32000).astype(int)
def write(path,w,families):
    with open(path,'w') as o:
        at=0
        for name,size in families:
            o.write(f'/* {name} */\n'); v=[str(x) for x in w[at:at+size]]; at+=size
            line='   '
            for x in v:
                if len(line)+len(x)+2>98: o.write(line+'\n'); line='   '
                line+=' '+x+','
            o.write(line+'\n')
def families():
    src=open(ROOT+'/src/page/features.h').read()
    c=lambda s: len(re.findall(s[0],open(s[1]).read(),re.M))
    env={'PAGE_TAGS':20,'PAGE_PLACES':22,'PAGE_KINDS':7,'PAGE_GROUPS':c((r'^GROUP\(',ROOT+'/src/page/class_words.def')),'PAGE_PHRASES':c((r'^PHRASES\(',ROOT+'/src/page/phrases.def'))}
    out=[]
    for part in ('PAGE_FIRST','PAGE_SECOND'):
        body=re.search(r'#define '+part+r'\(X\)(.*?)\n\n',src,re.S).group(1)
        out.append([(a,int(eval(b,{},env))) for a,b in re.findall(r'X\((\w+), ([^()]*)\)',body)])
    return out
