using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Vireo.Cli.Remote;

/// <summary>Shows a JSON array as a table on a terminal, tab-separated when piped.</summary>
internal static class TableView
{
    /// <summary>Columns between two texts.</summary>
    private const int Separation = 3;

    /// <summary>To what a text of several words may be folded.</summary>
    private const int NarrowestText = 24;

    /// <summary>Writes the rows.</summary>
    public static void Write(JsonElement rows, IReadOnlyList<Column> columns)
    {
        if (Console.IsOutputRedirected)
        {
            WritePlain(rows, columns);
            return;
        }

        var shown = Fitting(rows, columns, AnsiConsole.Profile.Width);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in shown)
        {
            table.AddColumn(new TableColumn(column.Title) { NoWrap = !column.Wraps });
        }

        foreach (var row in rows.EnumerateArray())
        {
            table.AddRow([.. shown.Select(column => Markup.Escape(Text(row, column)))]);
        }

        AnsiConsole.Write(table);
        if (shown.Count < columns.Count)
        {
            Console.Error.WriteLine(
                $"vireo: note: left out for want of room: {string.Join(", ", columns.Skip(shown.Count).Select(column => column.Title))}. " +
                "A wider terminal, a pipe or --json has all.");
        }
    }

    /// <summary>The first columns that stand side by side in a width; at least one.</summary>
    internal static IReadOnlyList<Column> Fitting(JsonElement rows, IReadOnlyList<Column> columns, int width)
    {
        int used = 0;
        int fitting = 0;
        foreach (var column in columns)
        {
            int longest = rows.EnumerateArray().Select(row => Text(row, column).Length).DefaultIfEmpty(0).Max();
            used += Math.Max(column.Title.Length, column.Wraps ? Math.Min(longest, NarrowestText) : longest) + Separation;
            if (used > width)
            {
                break;
            }

            fitting++;
        }

        return [.. columns.Take(Math.Max(1, fitting))];
    }

    /// <summary>Writes the value itself, indented, for programs.</summary>
    public static void WriteJson(JsonElement value) =>
        Console.WriteLine(JsonSerializer.Serialize(value, RemoteJson.Readable.JsonElement));

    private static void WritePlain(JsonElement rows, IReadOnlyList<Column> columns)
    {
        Console.WriteLine(string.Join('\t', columns.Select(column => column.Title)));
        foreach (var row in rows.EnumerateArray())
        {
            Console.WriteLine(string.Join('\t', columns.Select(column => Text(row, column))));
        }
    }

    /// <summary>What a cell says.</summary>
    internal static string Text(JsonElement row, Column column)
    {
        string indent = column.IndentPath.Length > 0 && Find(row, column.IndentPath) is { ValueKind: JsonValueKind.Number } depth
            ? new string(' ', 2 * depth.GetInt32())
            : "";

        return indent + Text(Find(row, column.Path), column.Format);
    }

    // Undefined where there is none.
    private static JsonElement Find(JsonElement row, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
            {
                return default;
            }
        }

        return row;
    }

    private static string Text(JsonElement value, ColumnFormat format) => value.ValueKind switch
    {
        JsonValueKind.Number => format switch
        {
            ColumnFormat.Ratio => value.GetDouble().ToString("P0", CultureInfo.InvariantCulture),
            ColumnFormat.Gibibytes => string.Create(CultureInfo.InvariantCulture, $"{value.GetDouble() / (1L << 30):0.#} GiB"),
            ColumnFormat.Megahertz => value.GetDouble().ToString("0", CultureInfo.InvariantCulture),
            ColumnFormat.BytesPerSecond => string.Create(CultureInfo.InvariantCulture, $"{value.GetDouble() / 1e6:0.##} MB/s"),
            _ => value.GetDouble().ToString("0.###", CultureInfo.InvariantCulture),
        },
        JsonValueKind.Array when format == ColumnFormat.Words =>
            string.Join(", ", value.EnumerateArray().Select(item => JsonNamingPolicy.CamelCase.ConvertName(item.ToString()))),
        JsonValueKind.Array => value.GetArrayLength().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.ToString(),
    };
}
