"""The answers of the static API that tests/publish/expected holds, against the description that
stands beside them: each file has one path there, and is as its schema says."""

import copy
import glob
import json
import re
import sys

try:
    from jsonschema import Draft202012Validator, RefResolver
except ImportError:
    sys.exit(77)

PUBLIC = "tests/publish/expected/public/"

with open(PUBLIC + "api/openapi.json", encoding="utf-8") as file:
    description = json.load(file)
resolver = RefResolver.from_schema(description)


def resolved(value):
    while "$ref" in value:
        value = resolver.resolve(value["$ref"])[1]
    return value


def validator(schema):
    return Draft202012Validator(schema, resolver=resolver)


def check_description():
    """What OpenAPI 3.1 asks of the parts that are used."""
    assert description["openapi"].startswith("3.1.")
    assert description["info"]["title"] and description["info"]["version"]
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    names = set()
    for path, item in description["paths"].items():
        operation = item["get"]
        assert operation["operationId"] not in names
        names.add(operation["operationId"])
        parameters = [resolved(p) for p in operation.get("parameters", [])]
        declared = sorted(p["name"] for p in parameters if p["in"] == "path")
        assert declared == sorted(re.findall(r"\{(\w+)\}", path)), path
        assert all(p["required"] for p in parameters if p["in"] == "path")
        for response in operation["responses"].values():
            assert resolved(response)["description"]


def fits(path, item, address):
    """Whether the address is one of the path's, its parameters being what they may be."""
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))
    match = re.fullmatch(pattern, address)
    if not match:
        return False
    for parameter in map(resolved, item["get"].get("parameters", [])):
        value = match.group(parameter["name"])
        if parameter["schema"]["type"] == "integer":
            value = int(value) if value.isdigit() else value
        if not validator(parameter["schema"]).is_valid(value):
            return False
    return True


def schema_of(address):
    found = [item for path, item in description["paths"].items() if fits(path, item, address)]
    assert len(found) == 1, (address, len(found))
    (content,) = resolved(found[0]["get"]["responses"]["200"])["content"].values()
    return content["schema"]


check_description()
answers = {}
for path in glob.glob(PUBLIC + "**/*.json", recursive=True):
    if not path.endswith("openapi.json"):
        with open(path, encoding="utf-8") as file:
            answers["/" + path[len(PUBLIC) :]] = json.load(file)
articles = 0
for address, answer in answers.items():
    errors = [f"{e.json_path}: {e.message}" for e in validator(schema_of(address)).iter_errors(answer)]
    assert not errors, (address, errors)
    articles += len(answer.get("value", []))
assert len(answers) > 8 and articles > 4

# A description that takes anything describes nothing.
page = next(a for u, a in answers.items() if u.startswith("/api") and a["value"])
pages = validator({"$ref": "#/components/schemas/Page"})
for key in page["value"][0]:
    without, other = copy.deepcopy(page), copy.deepcopy(page)
    del without["value"][0][key]
    other["value"][0][key] = 1.5
    assert not pages.is_valid(without) and not pages.is_valid(other), key
page["value"][0]["more"] = None
assert not pages.is_valid(page)
print(f"{len(answers)} answers with {articles} articles are as described")
