using System.Text.Json;

namespace Vireo.Forecasting.Tests;

/// <summary>The series that the golden files of R were made from, and the cases of those files.</summary>
internal static class GoldenSeries
{
    private static readonly JsonElement All = Root("series.json");

    public static double[] Values(string name) => All.GetProperty(name).GetProperty("values").NumbersOrGaps();

    public static int Frequency(string name) => All.GetProperty(name).GetProperty("frequency").GetInt32();

    public static IReadOnlyList<JsonElement> Cases(string file) =>
        [.. Root(file).GetProperty("cases").EnumerateArray()];

    public static double[] NumbersOrGaps(this JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number ? item.GetDouble() : double.NaN)];

    public static int[] Integers(this JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static JsonElement Root(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", file))).RootElement;
}
