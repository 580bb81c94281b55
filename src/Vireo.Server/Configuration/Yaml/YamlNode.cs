using System.Collections.Immutable;

namespace Vireo.Server.Configuration.Yaml;

/// <summary>A YAML value that knows where it stands.</summary>
/// <param name="Place">Its first character.</param>
internal abstract record YamlNode(Place Place)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Found { get; }
}

/// <summary>A text, number, flag or nothing.</summary>
/// <param name="Place">Its first character.</param>
/// <param name="Text">Without quotes.</param>
/// <param name="IsPlain">Written without quotes, so that it may be a number, a flag or nothing.</param>
internal sealed record YamlScalar(Place Place, string Text, bool IsPlain) : YamlNode(Place)
{
    private const int LongestQuote = 40;

    /// <summary>Whether nothing was written.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null";

    public override string Found => IsNull ? "nothing"
        : Text.Length > LongestQuote ? $"'{Text[..LongestQuote]}…'" : $"'{Text}'";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(Place Place, ImmutableArray<YamlNode> Items) : YamlNode(Place)
{
    public override string Found => "a list";
}

/// <summary>Keys and values, keys unique.</summary>
internal sealed record YamlMapping(Place Place, ImmutableArray<YamlEntry> Entries) : YamlNode(Place)
{
    public override string Found => "keys and values";

    /// <summary>The value of a key; null when it is not there.</summary>
    public YamlNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
}

/// <summary>One key and its value.</summary>
internal sealed record YamlEntry(string Key, Place Place, YamlNode Value);
