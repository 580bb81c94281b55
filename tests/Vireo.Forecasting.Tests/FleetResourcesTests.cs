using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vireo.Fleet;
using static Vireo.Forecasting.Tests.FleetFixture;

namespace Vireo.Forecasting.Tests;

/// <summary>What many series cost, and that it does not matter on how many cores they run.</summary>
public sealed class FleetResourcesTests
{
    private const int Day = 288;
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_number_of_cores_changes_no_bit_of_any_forecast()
    {
        if (OwnProcess.IsThis)
        {
            OwnProcess.Answer($"{Environment.ProcessorCount} {OfBatch()} {OfFleet()}");

            return;
        }

        const string Method = nameof(The_number_of_cores_changes_no_bit_of_any_forecast);
        string[] one = (await OwnProcess.RunAsync(Method, cores: 1, Cancelled)).Split(' ');
        string[] four = (await OwnProcess.RunAsync(Method, cores: 4, Cancelled)).Split(' ');

        Assert.Equal(("1", "4"), (one[0], four[0]));
        Assert.Equal(one[1..], four[1..]);
    }

    [Fact]
    public async Task Memory_is_bounded_however_long_a_fleet_is_watched()
    {
        if (OwnProcess.IsThis)
        {
            OwnProcess.Answer(MemoryOfFleet());

            return;
        }

        string answer = await OwnProcess.RunAsync(
            nameof(Memory_is_bounded_however_long_a_fleet_is_watched), cores: 1, Cancelled);
        double[] kibibytes =
            [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

        // Two weeks of history in single precision are 16 KiB, the intervals 7; the rest is what a mean of models with
        // a day and a week knows, and the evidence of the choice.
        Assert.InRange(kibibytes[0], 16, 96);
        Assert.InRange(kibibytes[1], 16, 1.1 * kibibytes[0]);
    }

    // Fingerprint of all forecasts of a file.
    private static string OfBatch()
    {
        double[][] series = [.. Enumerable.Range(0, 42).Select(i => Waves.Daily(72, 24, noise: 4, seed: i))];
        SeriesForecastResult?[] forecasts = SeriesBatch.Run(
            series, new SeriesForecastRequest(12, [24], ModelNames.Auto, [0.8, 0.95]), null, Cancelled);

        return Hash(
            [.. forecasts.SelectMany(forecast => forecast!.Mean.Concat(forecast.Lower[1]).Concat(forecast.Upper[1]))]);
    }

    // Fingerprint of an outlook after choices on a hundred series and some steps.
    private static string OfFleet()
    {
        const int First = 120;
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"vm-{i:000}")];
        double[][] loads = [.. names.Select((_, i) => Waves.Daily(First + 30, 24, noise: 4, seed: i))];
        var forecaster = new FleetForecaster(new());
        FleetSeries Part(int from, int to) =>
            Window(from, [.. names.Select((name, i) => (Key(name, Metric.CpuUsage), loads[i][from..to]))]);

        forecaster.Teach(Part(0, First));
        for (int end = First + 1; end <= loads[0].Length; end++)
        {
            forecaster.Teach(Part(end - 1, end));
        }

        Outlook outlook = forecaster.Look(
            FleetOf([.. names.Select(name => Machine(name))]), Part(First, loads[0].Length), [], TimeSpan.FromHours(1));

        return Hash(
            [.. outlook.VirtualMachines.SelectMany(machine => machine.Cpu.Quantiles).Select(value => (double)value)]);
    }

    // KiB a series after two weeks and a day, and after three days more.
    private static string MemoryOfFleet()
    {
        const int Series = 40;
        const int Primed = 14 * Day;
        const int Days = 4;
        double[][] loads =
        [
            .. Enumerable.Range(0, Series).Select(i => Waves.Daily(Primed + (Days * Day), Day, noise: 4, seed: i)),
        ];
        var forecaster = new FleetForecaster(new());
        FleetSeries Part(int from, int to) =>
            Window(from, [.. loads.Select((load, i) => (Key($"vm-{i}", Metric.CpuUsage), load[from..to]))]);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        double Held() => (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024.0 * Series);

        forecaster.Teach(Part(0, Primed));
        List<double> held = [];
        for (int end = Primed + 1; end <= loads[0].Length; end++)
        {
            forecaster.Teach(Part(end - 1, end));
            if (end == Primed + Day || end == loads[0].Length)
            {
                held.Add(Held());
            }
        }

        GC.KeepAlive(forecaster);

        return string.Join(' ', held.Select(one => one.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Hash(double[] numbers) =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(numbers.AsSpan())));
}
