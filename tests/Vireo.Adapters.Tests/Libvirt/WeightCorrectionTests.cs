using CsCheck;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Weights are corrected by what machines really got.</summary>
public sealed class WeightCorrectionTests
{
    private const double Capacity = 1_000;

    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly HostId Here = new("h1");
    private static readonly Dictionary<HostId, (double, double)> Hosts = new() { [Here] = (Capacity, 1_000) };
    private static readonly PoolSetting[] Pools = [Pool("gold", 3_000, "a"), Pool("silver", 1_000, "b", "c")];

    [Fact]
    public void Whatever_a_kernel_makes_of_weights_within_a_half_all_get_what_they_are_entitled_to() => Gen
        .Double[0.6, 1.6].Array[3].Sample(
            biases =>
            {
                double[] got = After(looks: 40, biases, waited: 0.6);

                Assert.Equal(0.75, got[0] / Capacity, 0.01);
                Assert.Equal(0.125, got[1] / Capacity, 0.01);
                Assert.Equal(0.125, got[2] / Capacity, 0.01);
            },
            iter: 200);

    [Fact]
    public void Who_does_not_wait_is_not_corrected() =>
        Assert.Equal(Kernel(Weights(new WeightCorrection()), [2, 1, 1]), After(looks: 10, [2, 1, 1], waited: 0.1));

    [Fact]
    public void A_correction_is_kept_while_nobody_waits_and_stays_within_bounds()
    {
        var correction = new WeightCorrection();
        for (int look = 0; look < 50; look++)
        {
            Look(correction, [10, 1, 1], waited: 0.9);
        }

        double[] held = Weights(correction);
        Look(correction, [1, 1, 1], waited: 0);

        Assert.Equal(held, Weights(correction));
        Assert.Equal(0.5, correction.Correct(Machine("a", null)).Correction, 1e-6);
        Assert.InRange(correction.Correct(Machine("b", null)).Correction, 1, 2);
    }

    // What they get at last where the kernel gives each the given multiple of its weight.
    private static double[] After(int looks, double[] biases, double waited)
    {
        var correction = new WeightCorrection();
        double[] got = [];
        for (int look = 0; look < looks; look++)
        {
            got = Look(correction, biases, waited);
        }

        return got;
    }

    private static double[] Look(WeightCorrection correction, double[] biases, double waited)
    {
        double[] got = Kernel(Weights(correction), biases);
        PooledMachine[] machines = Machines([.. got.Select(mhz => (CpuUse?)new CpuUse(mhz, waited, 5))]);
        correction.Learn(machines);
        correction.Promise(machines, PoolTuning.Of(Pools, [.. machines.Select(correction.Correct)], Hosts));

        return got;
    }

    private static double[] Weights(WeightCorrection correction) =>
    [
        .. PoolTuning.Of(Pools, [.. Machines(new CpuUse?[3]).Select(correction.Correct)], Hosts)
            .OrderBy(tuning => tuning.Key).Select(tuning => (double)tuning.Value.Cpu.Shares),
    ];

    private static double[] Kernel(double[] weights, double[] biases)
    {
        double[] heavy = [.. weights.Zip(biases, (weight, bias) => weight * bias)];
        return [.. heavy.Select(weight => Capacity * weight / heavy.Sum())];
    }

    private static PooledMachine[] Machines(CpuUse?[] uses) => [.. Names.Zip(uses, Machine)];

    private static PooledMachine Machine(string id, CpuUse? use) =>
        new(new(id), id, Here, Capacity, [Capacity, 0, 1e6, 1e6], 0.5, new CpuTuning(1_024, null), use);

    private static PoolSetting Pool(string name, double shares, params string[] machines) => new(
        new(name), new("lab"), new("lab"), null, PoolTerms.Usual with { Cpu = new ResourceTerms(0, null, shares) },
        [.. machines.Select(id => new VirtualMachineId(id))]);
}
