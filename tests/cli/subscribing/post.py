"""post.py URL [name=value]…: sends a form and says the answer's status and heading."""
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

fields = [tuple(part.split("=", 1)) for part in sys.argv[2:]]
try:
    answer = urllib.request.urlopen(sys.argv[1], urllib.parse.urlencode(fields).encode())
except urllib.error.HTTPError as error:
    answer = error
heading = re.search("<h1>(.*?)</h1>", answer.read().decode())
print(answer.status, heading.group(1) if heading else "without a heading")
