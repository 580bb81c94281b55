using Vireo.Simulation.Arrivals;

namespace Vireo.Simulation.Tests.Arrivals;

public sealed class ArrivalRunTests : IDisposable
{
    private static readonly string[] Compared = ["best-fit", "lifetime", "vireo"];
    private readonly string _folder = Directory.CreateTempSubdirectory("vireo-arrivals-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("first-fit")]
    [InlineData("best-fit")]
    [InlineData("lifetime")]
    [InlineData("vireo")]
    public void A_short_trace_gives_the_hosts_that_can_be_counted_by_hand(string policy)
    {
        // Two of 40 cores need two hosts; when the first has ended, one is left; the last fits beside it.
        var trace = Trace("0,0,40,70,0,0", "0,1,40,70,2,0", "600,2,8,14,1,0");

        var result = ArrivalRun.Run(trace, ArrivalPolicy.Find(policy), hosts: null, seed: 1, TimeProvider.System);

        Assert.Equal(3, result.Vms);
        Assert.Equal(2, result.PeakHosts);
        Assert.Equal((2 + 1 + 1) / 3.0, result.MeanNonEmptyHosts, 9);
        Assert.Equal((2 + 1 + 1) / 3.0, result.MeanLimitHosts, 9);
    }

    [Fact]
    public void What_finds_no_host_is_counted()
    {
        var result = ArrivalRun.Run(
            Trace("0,0,64,10,2,0", "0,1,64,10,2,0"), ArrivalPolicy.Find("best-fit"), hosts: 1, seed: 1, TimeProvider.System);

        Assert.Equal((1, 1), (result.Unplaced, result.PeakHosts));
    }

    [Theory]
    [InlineData("0,0,0,1,0,0", "line 2")]
    [InlineData("0,0,1,NaN,0,0", "memory in GB")]
    [InlineData("0,0,1,1,9,0", "from 0 to 2")]
    [InlineData("0,0,1,1", "6 cells")]
    public void A_bad_row_is_named(string row, string part) => Assert.Contains(
        part, Assert.Throws<TraceFormatException>(() => Trace(row)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_bounds_of_the_bins_must_be_there()
    {
        File.WriteAllLines(Path.Combine(_folder, "a.csv"), ["t_s,batch,cores,mem_gb,dur_bin,censored", "0,0,1,1,0,0"]);

        Assert.Contains("duration_bins.csv", Assert.Throws<TraceFormatException>(
            () => ArrivalTrace.Read(_folder, most: null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_arrivals_need_fewer_hosts_with_lifetimes_and_fewer_still_with_a_few_moves()
    {
        string folder = Checkout.RequireShared("data/vmtraces/azure-v1-arrivals");
        var trace = ArrivalTrace.Read(folder, most: 60_000);
        double[] ratios =
        [
            .. Compared.Select(policy =>
                ArrivalRun.Run(trace, ArrivalPolicy.Find(policy), hosts: null, seed: 1, TimeProvider.System).LimitRatio),
        ];

        Assert.True(ratios[1] <= ratios[0] && ratios[2] < ratios[1], string.Join(", ", ratios));
    }

    private ArrivalTrace Trace(params string[] rows)
    {
        File.WriteAllLines(Path.Combine(_folder, "duration_bins.csv"), ["bin,min_s,max_s", "0,300,300", "1,600,600", "2,900,900"]);
        File.WriteAllLines(Path.Combine(_folder, "trace.csv"), ["t_s,batch,cores,mem_gb,dur_bin,censored", .. rows]);

        return ArrivalTrace.Read(_folder, most: null);
    }
}
