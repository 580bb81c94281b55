using System.Text.Json;
using Vireo.Forecasting.Arima;
using Vireo.Forecasting.Ets;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>Automatic ARIMA and fitted ETS forms against what R found on its own series, from the golden files of the
/// tests.</summary>
internal static class GoldenRows
{
    private const string Recorded = "R 4.2.2, recorded";

    /// <summary>Both; nothing where the checkout is not there.</summary>
    public static IEnumerable<BenchmarkResult> All() => FindGolden() is { } folder ? [.. Arima(folder), .. Ets(folder)] : [];

    private static IEnumerable<BenchmarkResult> Arima(string folder)
    {
        JsonElement series = Read(folder, "series.json");
        (bool SameDifferences, bool SameOrders, bool IsSeasonal, double Gain)[] cases =
        [
            .. Read(folder, "arima_auto.json").GetProperty("cases").EnumerateArray().Select(item => Compare(item, series)),
        ];
        int plain = cases.Count(one => !one.IsSeasonal);
        double sameSeasonal = 100 * cases.Where(one => one.IsSeasonal).Average(one => one.SameOrders ? 1 : 0);
        double samePlain = 100 * cases.Where(one => !one.IsSeasonal).Average(one => one.SameOrders ? 1 : 0);
        yield return new($"golden ARIMA: d and D as R's, of {cases.Length}", cases.Count(one => one.SameDifferences), "", cases.Length, true)
        {
            Peer = Recorded,
        };
        yield return new("golden ARIMA: AICc above R's, worst", cases.Max(one => one.Gain), "", 2, false) { Peer = Recorded };
        double same = 100 * cases.Average(one => one.SameOrders ? 1 : 0);
        yield return new($"golden ARIMA: same orders, all {cases.Length}", same, "%", 85, true) { Peer = Recorded };
        yield return new($"golden ARIMA: same orders, {plain} series without a season", samePlain, "%", 85, true) { Peer = Recorded };
        yield return new($"golden ARIMA: same orders, {cases.Length - plain} seasonal series", sameSeasonal, "%", 65, true)
        {
            Peer = Recorded,
        };
        yield return new("golden ARIMA: AICc above R's, mean", cases.Average(one => one.Gain), "", null, false)
        {
            Ambition = 0,
            Peer = Recorded,
        };
    }

    private static (bool SameDifferences, bool SameOrders, bool IsSeasonal, double Gain) Compare(JsonElement item, JsonElement all)
    {
        int period = item.GetProperty("period").GetInt32();
        ArimaFit fit = AutoArima.Select(Values(all, item.GetProperty("series").GetString() ?? ""), period).Fit;
        int[] plain = Integers(item, "order");
        int[] seasonal = Integers(item, "seasonal");
        var expected = new ArimaOrder(plain[0], plain[1], plain[2], seasonal[0], seasonal[1], seasonal[2], period);
        ArimaConstant constant = item.GetProperty("drift").GetBoolean() ? ArimaConstant.Drift
            : item.GetProperty("mean").GetBoolean() ? ArimaConstant.Mean : ArimaConstant.None;

        return (
            fit.Order.Differences == expected.Differences && fit.Order.SeasonalDifferences == expected.SeasonalDifferences,
            fit.Order == expected && fit.Constant == constant,
            period > 1,
            fit.Aicc - item.GetProperty("aicc").GetDouble());
    }

    private static IEnumerable<BenchmarkResult> Ets(string folder)
    {
        JsonElement series = Read(folder, "seasonal-series.json").GetProperty("series");
        List<double> all = [];
        List<double> seasonal = [];
        foreach (JsonElement item in Read(folder, "ets_fixed.json").GetProperty("cases").EnumerateArray())
        {
            EtsForm form = FormOf(item);
            double[] values = Values(series, item.GetProperty("series").GetString() ?? "");
            double gain = (EtsFitter.Fit(values, form, item.GetProperty("period").GetInt32())?.LogLikelihood ?? double.NegativeInfinity)
                - item.GetProperty("loglik").GetDouble();
            all.Add(gain);
            if (form.Season != EtsSeason.None)
            {
                seasonal.Add(gain);
            }
        }

        yield return new($"golden ETS: log-likelihood below R's, worst of {all.Count}", -all.Min(), "", 0.01, false) { Peer = Recorded };
        yield return new(
            $"golden ETS: log-likelihood above R's, of {seasonal.Count} seasonal",
            100 * seasonal.Average(gain => gain > 0.001 ? 1 : 0), "%", null, true)
        {
            Ambition = 60,
            Peer = Recorded,
        };
        foreach (BenchmarkResult result in AutomaticEts(folder, series))
        {
            yield return result;
        }
    }

    private static IEnumerable<BenchmarkResult> AutomaticEts(string folder, JsonElement series)
    {
        List<double> others = [];
        JsonElement[] cases = [.. Read(folder, "ets_auto.json").GetProperty("cases").EnumerateArray()];
        foreach (JsonElement item in cases)
        {
            string name = item.GetProperty("series").GetString() ?? "";
            JsonElement one = series.GetProperty(name);
            EtsFit? fit = EtsFitter.FitBest(Values(series, name), one.GetProperty("frequency").GetInt32());
            string theirs = item.GetProperty("method").GetString() ?? "";
            string ours = fit is null ? "none" : $"{fit.Form}";
            double loss = (fit?.Aicc ?? double.PositiveInfinity) - item.GetProperty("aicc").GetDouble();
            if (ours != theirs)
            {
                others.Add(loss);
                Console.Error.WriteLine($"  {name,-24} ours {ours,-12} R {theirs,-12} AICc {loss:+0.000;-0.000}");
            }
        }

        int same = cases.Length - others.Count;
        int lower = others.Count(loss => loss < 0);
        yield return new($"golden ETS: automatic form as R's, of {cases.Length}", same, "", null, true)
        {
            Peer = Recorded,
        };
        string rest = "golden ETS: AICc above R's where the form is another";
        yield return new($"{rest}, worst of {others.Count}", others.Max(), "", 0.5, false)
        {
            Peer = Recorded,
        };
        yield return new($"{rest}, mean; {lower} are lower", others.Average(), "", null, false)
        {
            Ambition = 0,
            Peer = Recorded,
        };
    }

    private static EtsForm FormOf(JsonElement item)
    {
        string letters = item.GetProperty("asked").GetString() ?? "";
        bool isDamped = item.GetProperty("asked_damped").GetBoolean() || letters.Contains('d');

        return new EtsForm(
            letters[0] == 'A' ? EtsError.Additive : EtsError.Multiplicative,
            letters[1] == 'N' ? EtsTrend.None : isDamped ? EtsTrend.Damped : EtsTrend.Additive,
            letters[^1] switch { 'N' => EtsSeason.None, 'A' => EtsSeason.Additive, _ => EtsSeason.Multiplicative });
    }

    private static double[] Values(JsonElement all, string name) =>
    [
        .. all.GetProperty(name).GetProperty("values").EnumerateArray()
            .Select(item => item.ValueKind == JsonValueKind.Number ? item.GetDouble() : double.NaN),
    ];

    private static int[] Integers(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static JsonElement Read(string folder, string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file))).RootElement;

    private static string? FindGolden()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "tests", "Vireo.Forecasting.Tests", "golden");
            if (File.Exists(Path.Combine(path, "arima_auto.json")))
            {
                return path;
            }
        }

        return null;
    }
}
