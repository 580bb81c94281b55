using System.Text;
using System.Text.Json;

namespace Vireo.Server.Configuration.Yaml;

/// <summary>Part of a document as a text of its own, for readers that take text, with the place of every
/// line.</summary>
/// <remarks>Each key and value gets a line of its own, in JSON, which is YAML too; so a mistake that such a reader
/// finds can be shown where it was written.</remarks>
internal sealed class YamlText
{
    private readonly StringBuilder _text = new();
    private readonly List<Place> _places = [];

    public YamlText(string key, YamlNode value)
    {
        Line("{", value.Place);
        Line($"{JsonSerializer.Serialize(key)}:", value.Place);
        Write(value);
        Line("}", value.Place);
    }

    /// <summary>The text.</summary>
    public string Text => _text.ToString();

    /// <summary>Where a line of the text was written; lines count from 1.</summary>
    public Place PlaceOf(int line) => _places[Math.Clamp(line, 1, _places.Count) - 1];

    private void Write(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                WriteMapping(mapping);
                break;
            case YamlSequence sequence:
                WriteSequence(sequence);
                break;
            case YamlScalar scalar:
                Line(scalar.IsNull ? "null" : JsonSerializer.Serialize(scalar.Text), scalar.Place);
                break;
            default:
                break;
        }
    }

    private void WriteMapping(YamlMapping mapping)
    {
        Line("{", mapping.Place);
        foreach (var entry in mapping.Entries)
        {
            Line($"{JsonSerializer.Serialize(entry.Key)}:", entry.Place);
            Write(entry.Value);
            Line(",", entry.Place);
        }

        Line("}", mapping.Place);
    }

    private void WriteSequence(YamlSequence sequence)
    {
        Line("[", sequence.Place);
        foreach (var item in sequence.Items)
        {
            Write(item);
            Line(",", item.Place);
        }

        Line("]", sequence.Place);
    }

    private void Line(string text, Place place)
    {
        _text.Append(text).Append('\n');
        _places.Add(place);
    }
}
