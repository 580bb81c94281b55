using System.Text.Json;

namespace Vireo.Forecasting.Tests;

/// <summary>Reads the golden files; their README says where the numbers come from.</summary>
internal static class Golden
{
    private static readonly JsonElement Smoothing = Read("smoothing.json");

    public static JsonElement Measures { get; } = Read("measures.json");

    public static JsonElement Conformal { get; } = Read("conformal.json");

    public static IEnumerable<JsonElement> Naive => Smoothing.GetProperty("naive").EnumerateArray();

    public static IEnumerable<JsonElement> Ets => Smoothing.GetProperty("etsAtGivenParameters").EnumerateArray();

    public static double[] Series(string name) =>
        Smoothing.GetProperty("series").GetProperty(name).GetProperty("values").Numbers();

    public static int Frequency(string name) =>
        Smoothing.GetProperty("series").GetProperty(name).GetProperty("frequency").GetInt32();

    public static double[] Numbers(this JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.GetDouble())];

    public static double Number(this JsonElement item, string name) =>
        item.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : 0;

    public static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString() ?? "";

    private static JsonElement Read(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "golden", file);

        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }
}
