using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vireo.Cli.Series;

/// <summary>What <c>--cv</c> measured, for programs: the columns of <see cref="AccuracyTable"/> by name.</summary>
internal static class AccuracyJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One object: what was asked, a row a model (null where nothing was judged), and how many series were too
    /// short.</summary>
    public static string Write(AccuracyTable table)
    {
        var models = new JsonArray();
        foreach (AccuracyRow row in table.Rows)
        {
            models.Add(new JsonObject
            {
                ["model"] = row.Model,
                ["forecasts"] = row.Forecasts,
                ["smape"] = Number(row.SymmetricError),
                ["mase"] = Number(row.ScaledError),
                ["intervals"] = new JsonArray([.. row.Intervals.Select(interval => new JsonObject
                {
                    ["level"] = Math.Round(100 * interval.Level, 3),
                    ["msis"] = Number(interval.Score),
                    ["coverage"] = Number(interval.Coverage),
                })]),
            });
        }

        return new JsonObject
        {
            ["horizon"] = table.Horizon,
            ["origins"] = table.Origins,
            ["series"] = table.Series,
            ["judgedAtFewerOrigins"] = table.Fewer,
            ["notJudged"] = table.Unjudged,
            ["models"] = models,
        }.ToJsonString(Indented);
    }

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
