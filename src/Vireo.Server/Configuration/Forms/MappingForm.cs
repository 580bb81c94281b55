using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Forms;

/// <summary>Keys and values that build one record, starting from its defaults.</summary>
internal sealed class MappingForm<T>(string title, T start) : Form<T>
    where T : class
{
    private readonly List<KeyForm<T>> _keys = [];
    private readonly List<(string Key, Func<T, string?> Find)> _checks = [];
    private readonly List<(string Key, string Field, Func<T, IEnumerable<string?>> Find)> _itemChecks = [];

    public override string Expected => $"the keys of {title}";

    /// <summary>Adds a key that may be left out.</summary>
    public MappingForm<T> Key<TValue>(
        string name, string description, Form<TValue> form, Func<T, TValue?> get, Func<T, TValue, T> set) =>
        Add(new KeyForm<T, TValue>(name, description, isRequired: false, form, get, set));

    /// <summary>Adds a key that may be left out and whose value cannot be null.</summary>
    public MappingForm<T> Optional<TValue>(
        string name, string description, Form<TValue> form, Func<T, TValue?> get, Func<T, TValue, T> set)
        where TValue : struct =>
        Add(new KeyForm<T, TValue?>(
            name, description, isRequired: false, new PresentForm<TValue>(form), get,
            (target, value) => value is { } present ? set(target, present) : target));

    /// <summary>Adds a key that sets others, which are read after it; what it set is written, not the key
    /// itself.</summary>
    public MappingForm<T> First<TValue>(string name, string description, Form<TValue> form, Func<T, TValue, T> set)
        where TValue : class =>
        Add(new KeyForm<T, TValue>(name, description, isRequired: false, form, _ => null, set) { IsFirst = true });

    /// <summary>Adds a key that sets others, which are read after it, and is written beside them.</summary>
    public MappingForm<T> First<TValue>(
        string name, string description, Form<TValue> form, Func<T, TValue?> get, Func<T, TValue, T> set)
        where TValue : class =>
        Add(new KeyForm<T, TValue>(name, description, isRequired: false, form, get, set) { IsFirst = true });

    /// <summary>Adds a key that has to be there.</summary>
    public MappingForm<T> Required<TValue>(
        string name, string description, Form<TValue> form, Func<T, TValue?> get, Func<T, TValue, T> set) =>
        Add(new KeyForm<T, TValue>(name, description, isRequired: true, form, get, set));

    /// <summary>Adds a rule over several keys.</summary>
    /// <param name="key">Where its problem is shown.</param>
    /// <param name="find">What is wrong; null when nothing is.</param>
    public MappingForm<T> Check(string key, Func<T, string?> find)
    {
        _checks.Add((key, find));

        return this;
    }

    /// <summary>Adds a rule over the items of a list, which looks at other keys, too.</summary>
    /// <param name="key">The key of the list.</param>
    /// <param name="field">The key of an item where its problem is shown.</param>
    /// <param name="find">What is wrong with each item, in order; null when nothing is.</param>
    public MappingForm<T> CheckEach(string key, string field, Func<T, IEnumerable<string?>> find)
    {
        _itemChecks.Add((key, field, find));

        return this;
    }

    public override bool TryRead(YamlNode node, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        int before = problems.Count;
        value = null;
        if (node is YamlMapping mapping)
        {
            value = ReadKeys(mapping, problems);
        }
        else
        {
            problems.Add(node.Place, $"Expected {Expected}, found {node.Found}.");
        }

        return value is not null && problems.Count == before;
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in _keys)
        {
            properties[key.Name] = key.Schema(start);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(
                [.. _keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name)]),
            ["additionalProperties"] = false,
        };
    }

    public override JsonNode Write(T value)
    {
        var written = new JsonObject();
        foreach (var key in _keys)
        {
            if (key.Write(value) is { } node)
            {
                written[key.Name] = node;
            }
        }

        return written;
    }

    private MappingForm<T> Add(KeyForm<T> key)
    {
        _keys.Add(key);

        return this;
    }

    private T ReadKeys(YamlMapping mapping, ProblemList problems)
    {
        int before = problems.Count;
        var value = start;
        foreach (var entry in mapping.Entries.OrderBy(entry => _keys.Exists(key => key.Name == entry.Key && key.IsFirst) ? 0 : 1))
        {
            if (_keys.Find(key => key.Name == entry.Key) is { } known)
            {
                value = known.Read(entry.Value, problems, value);
            }
            else
            {
                problems.Add(
                    entry.Place,
                    $"Unknown key '{entry.Key}' in {title}; the nearest known key is " +
                    $"'{NearestWord.Of(entry.Key, _keys.Select(key => key.Name))}'.");
            }
        }

        FindMissing(mapping, problems);
        if (problems.Count == before)
        {
            RunChecks(mapping, value, problems);
        }

        return value;
    }

    private void FindMissing(YamlMapping mapping, ProblemList problems)
    {
        foreach (var key in _keys.Where(key => key.IsRequired && mapping.Find(key.Name) is null))
        {
            problems.Add(mapping.Place, $"The key '{key.Name}' of {title} is missing. {key.Description}");
        }
    }

    private void RunChecks(YamlMapping mapping, T value, ProblemList problems)
    {
        foreach (var (key, find) in _checks)
        {
            if (find(value) is { } problem)
            {
                problems.Add((mapping.Find(key) ?? mapping).Place, problem);
            }
        }

        foreach (var (key, field, find) in _itemChecks)
        {
            var items = mapping.Find(key) is YamlSequence list ? list.Items : [];
            foreach (var (item, problem) in items.Zip(find(value)))
            {
                if (problem is not null)
                {
                    problems.Add(((item as YamlMapping)?.Find(field) ?? item).Place, problem);
                }
            }
        }
    }
}
