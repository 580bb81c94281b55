using Vireo.Fleet;
using Vireo.Scheduling.Sizing;

namespace Vireo.Scheduling.Tests.Sizing;

public class SizingAdvisorTests
{
    private const int PerDay = 144;
    private const long Gib = 1L << 30;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    [Fact]
    public void A_machine_that_uses_a_quarter_is_oversized_and_the_risk_of_the_smaller_size_is_stated()
    {
        var advice = Advise(Wave(7, 400, 2_000), Flat(7, 4.0 * Gib));

        Assert.Equal(SizingVerdict.Oversized, advice.Verdict);
        Assert.InRange(advice.AdvisedCores, 2, 4);
        Assert.True(advice.SavedCores > 0 && advice.SavedBytes > 0);
        Assert.InRange(advice.RiskAdvised, 0, 2 * SizingAdvisor.AcceptedRisk);
        Assert.InRange(advice.Confidence, 0.9, 1);
    }

    [Fact]
    public void A_machine_that_waits_for_processors_is_undersized_and_never_made_smaller()
    {
        var advice = Advise(Wave(7, 400, 2_000), Flat(7, 4.0 * Gib), ready: Flat(7, 0.2));

        Assert.Equal(SizingVerdict.Undersized, advice.Verdict);
        Assert.True(advice.AdvisedCores >= advice.Cores);
        Assert.Contains("waited for processors", advice.Reason);
    }

    [Fact]
    public void Lost_memory_asks_for_a_quarter_more()
    {
        var advice = Advise(Wave(7, 400, 7_000), Flat(7, 12.0 * Gib), lost: Flat(7, Gib));

        Assert.Equal((SizingVerdict.Undersized, 20 * Gib), (advice.Verdict, advice.AdvisedMemory.Value));
    }

    [Fact]
    public void Peaks_that_rise_every_day_ask_for_more_before_they_do_not_fit()
    {
        double[] rising = [.. Enumerable.Range(0, 8 * PerDay).Select(i => 5_000 + (i / PerDay * 400.0))];

        Assert.Equal(SizingVerdict.Undersized, Advise(rising, Flat(8, 8.0 * Gib)).Verdict);
    }

    [Fact]
    public void Nothing_done_and_nobody_talking_is_a_zombie_and_with_traffic_idle()
    {
        double[] quiet = Flat(7, 50);

        Assert.Equal(SizingVerdict.Zombie, Advise(quiet, Flat(7, Gib), traffic: Flat(7, 5)).Verdict);
        Assert.Equal(SizingVerdict.Idle, Advise(quiet, Flat(7, Gib), traffic: Flat(7, 50_000)).Verdict);
    }

    [Fact]
    public void Without_measured_traffic_nothing_is_called_a_zombie() =>
        Assert.Equal(SizingVerdict.Idle, Advise(Flat(7, 50), Flat(7, Gib)).Verdict);

    [Fact]
    public void One_day_is_too_little_to_say()
    {
        var advice = Advise(Wave(1, 400, 2_000), Flat(1, Gib));

        Assert.Equal((SizingVerdict.Unknown, 8), (advice.Verdict, advice.AdvisedCores));
        Assert.Contains("it takes two", advice.Reason);
    }

    [Fact]
    public void The_stated_chance_comes_true_about_as_often()
    {
        // Daily peaks of a known distribution: of many machines, the size for a chance of 20 % a week is exceeded by
        // about 20 %.
        var random = new Random(3);
        int over = 0;
        const int machines = 1_000;
        for (int machine = 0; machine < machines; machine++)
        {
            double[] days = [.. Enumerable.Range(0, 21).Select(_ => Gumbel(random))];
            double[] seen = [.. days[..14].SelectMany(peak => Enumerable.Repeat(peak, PerDay))];
            double size = PeakModel.Fit(seen, Step)!.SizeFor(0.2);
            over += days[14..].Max() > size ? 1 : 0;
        }

        Assert.InRange(over / (double)machines, 0.1, 0.3);
    }

    private static double Gumbel(Random random) => 1_000 - (100 * Math.Log(-Math.Log(random.NextDouble())));

    private static SizingAdvice Advise(
        double[] cpu, double[] memory, double[]? ready = null, double[]? lost = null, double[]? traffic = null) =>
        SizingAdvisor.Advise(
            new VirtualMachine(
                new("vm"), "vm", new("p"), new("c"), new HostId("h"), PowerState.On, 8, new CpuMhz(8_000),
                new MemoryBytes(16 * Gib), Mobility.Free, null, null),
            new SizingEvidence(Step, cpu, memory, ready ?? [], lost ?? [], traffic ?? []));

    private static double[] Wave(int days, double low, double high) =>
        [.. Enumerable.Range(0, days * PerDay).Select(i => low + ((high - low) * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / PerDay)))))];

    private static double[] Flat(int days, double value) => [.. Enumerable.Repeat(value, days * PerDay)];
}
