using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vireo.Server.Tests.Configuration;

/// <summary>The part of JSON Schema that our schema uses, written independently of the code that makes it.</summary>
internal static class SchemaCheck
{
    public static IReadOnlyList<string> Problems(JsonNode schema, JsonNode? value) =>
        [.. Find(Parsed(schema)!.AsObject(), Parsed(value), "$")];

    // Numbers that were parsed convert to any number type; numbers that were made in code do not.
    private static JsonNode? Parsed(JsonNode? node) => JsonNode.Parse(node?.ToJsonString() ?? "null");

    private static IEnumerable<string> Find(JsonObject schema, JsonNode? value, string path)
    {
        if (schema["oneOf"] is JsonArray choices)
        {
            int matches = choices.Count(choice => !Find(choice!.AsObject(), value, path).Any());
            return matches == 1 ? [] : [$"{path} matches {matches} of the choices"];
        }

        return Simple(schema, value, path).Concat(Object(schema, value, path)).Concat(Items(schema, value, path));
    }

    private static IEnumerable<string> Simple(JsonObject schema, JsonNode? value, string path)
    {
        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
        {
            yield return $"{path} is not {only}";
        }

        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
        {
            yield return $"{path} is none of {words.ToJsonString()}";
        }

        if (schema["type"] is { } type && !Types(type).Any(name => IsOf(name, value)))
        {
            yield return $"{path} is not of type {type.ToJsonString()}";
        }

        if (IsOf("number", value) &&
            ((double)value! < ((double?)schema["minimum"] ?? double.MinValue) || (double)value! > ((double?)schema["maximum"] ?? double.MaxValue)))
        {
            yield return $"{path} is out of range";
        }

        if (IsOf("string", value) && schema["pattern"] is { } pattern && !Regex.IsMatch((string)value!, (string)pattern!))
        {
            yield return $"{path} does not match {pattern}";
        }
    }

    private static IEnumerable<string> Object(JsonObject schema, JsonNode? value, string path)
    {
        if (schema["properties"] is not JsonObject properties || value is not JsonObject keys)
        {
            yield break;
        }

        foreach (string missing in schema["required"]!.AsArray().Select(key => (string)key!).Where(key => !keys.ContainsKey(key)))
        {
            yield return $"{path}.{missing} is missing";
        }

        foreach (var (name, content) in keys)
        {
            foreach (string problem in properties[name] is JsonObject known ? Find(known, content, $"{path}.{name}") : [$"{path}.{name} is unknown"])
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Items(JsonObject schema, JsonNode? value, string path) =>
        schema["items"] is JsonObject item && value is JsonArray list
            ? list.SelectMany((element, index) => Find(item, element, $"{path}[{index}]"))
            : [];

    private static IEnumerable<string> Types(JsonNode type) =>
        type is JsonArray several ? several.Select(name => (string)name!) : [(string)type!];

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && (double)value % 1 == 0,
        _ => false,
    };
}
