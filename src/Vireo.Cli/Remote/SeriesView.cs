using System.Globalization;
using System.Text.Json;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Remote;

/// <summary>Shows stored values and forecasts as one tab-separated row per instant.</summary>
internal static class SeriesView
{
    /// <summary>Writes <c>at</c> and the value.</summary>
    public static void WriteValues(JsonElement answer) =>
        Write(answer, [(Text(answer, "unit"), answer.GetProperty("values"))]);

    /// <summary>Writes <c>at</c> and one column a quantile.</summary>
    public static void WriteBands(JsonElement answer)
    {
        Console.WriteLine(
            $"# {Text(answer, "entity")} {Text(answer, "metric")} in {Text(answer, "unit")}, model {Text(answer, "model")}");
        Write(answer,
        [
            .. answer.GetProperty("bands").EnumerateArray()
                .Select(band => ($"q{DetailsView.Plain(band.GetProperty("level"))}", band.GetProperty("values"))),
        ]);
    }

    private static void Write(JsonElement answer, IReadOnlyList<(string Title, JsonElement Values)> columns)
    {
        var start = answer.GetProperty("start").GetDateTimeOffset();
        if (!DurationText.TryParse(Text(answer, "step"), out var step))
        {
            throw new ServerException($"The server's step '{Text(answer, "step")}' is not a duration such as 5m.");
        }

        Console.WriteLine(string.Join('\t', columns.Select(column => column.Title).Prepend("at")));
        int rows = columns.Count == 0 ? 0 : columns.Min(column => column.Values.GetArrayLength());
        for (int row = 0; row < rows; row++)
        {
            string at = (start + (row * step)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            Console.WriteLine(string.Join('\t', columns.Select(column => DetailsView.Plain(column.Values[row])).Prepend(at)));
        }
    }

    private static string Text(JsonElement owner, string name) => DetailsView.Plain(owner.GetProperty(name));
}
