using System.Text.Json;

namespace Vireo.Forecasting.Tests;

/// <summary>Golden values of decompositions and smoothing with their series; the folder's README says where they come
/// from.</summary>
internal static class SeasonalGolden
{
    private static readonly JsonElement SeriesFile = Read("seasonal-series.json").GetProperty("series");

    public static IEnumerable<JsonElement> Stl => Cases("stl.json");

    public static IEnumerable<JsonElement> Cases(string file) => Read(file).GetProperty("cases").EnumerateArray();

    public static IEnumerable<JsonElement> Simple(string method) =>
        Cases("simple.json").Where(item => item.Text("method") == method);

    public static (double[] Values, int Period) Series(string name)
    {
        JsonElement series = SeriesFile.GetProperty(name);

        return (series.GetProperty("values").Numbers(), series.GetProperty("frequency").GetInt32());
    }

    /// <summary>Compares, relative to the size of the numbers where they are large.</summary>
    public static void AssertClose(JsonElement golden, string name, ReadOnlySpan<double> actual, double tolerance)
    {
        double[] expected = Nullable(golden.GetProperty(name));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(
                expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= allowed,
                $"{name}[{i}] is {actual[i]:R}, golden {expected[i]:R}, in {golden.GetRawText()[..60]}…");
        }
    }

    // null is R's NA.
    private static double[] Nullable(JsonElement array) =>
        [.. array.EnumerateArray()
            .Select(item => item.ValueKind == JsonValueKind.Null ? double.NaN : item.GetDouble())];

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", file))).RootElement;
}
