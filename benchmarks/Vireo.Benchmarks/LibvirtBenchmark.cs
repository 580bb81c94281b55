using System.Diagnostics;
using System.Globalization;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Benchmarks;

/// <summary>What reading libvirt hosts costs, over libvirt's test driver, which runs inside this process: the
/// processor's time holds both sides of each call.</summary>
public static class LibvirtBenchmark
{
    private const int Repetitions = 11;
    private const double MiB = 1 << 20;

    /// <summary>Runs it; half a minute. Nothing where libvirt's client library is not installed.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!LibvirtLibrary.IsAvailable)
        {
            yield break;
        }

        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        var one = Sweep(context, hosts: 1, machines: 1_000);
        process.Refresh();
        yield return new("libvirt: sweep of a host of 1,000 domains", one.Seconds, "s", 1, HigherIsBetter: false);
        yield return new(
            "libvirt: memory for them", (process.WorkingSet64 - before) / MiB, "MiB", 200, HigherIsBetter: false);

        const int Hosts = 100;
        var many = Sweep(context, Hosts, machines: 40);
        double every = new LibvirtSettings().SampleEvery.TotalSeconds;
        yield return new(
            "libvirt: sweep of 100 hosts of 40 domains at once", many.Seconds, "s", null, HigherIsBetter: false);
        yield return new(
            $"libvirt: sweeps of a host of 40 domains every {every:0} s", many.CpuSeconds / Hosts / every * 100, "% of a core", 0.5,
            HigherIsBetter: false);
    }

    // An inventory and all figures, as each cycle reads them.
    private static (double Seconds, double CpuSeconds) Sweep(BenchmarkContext context, int hosts, int machines)
    {
        var settings = new LibvirtSettings
        {
            Deadline = TimeSpan.FromMinutes(1),
            Hosts =
            [
                .. Enumerable.Range(0, hosts).Select(host => new LibvirtHostSettings
                {
                    Name = $"h{host}",
                    Uri = $"test://{WriteHost(context, host, machines)}",
                }),
            ],
        };
        var provider = new LibvirtHypervisor(new ProviderId("bench"), settings, context.Time, new Random(1));
        try
        {
            Read(provider, hosts * machines);

            return Measure.Median(context.Time, Repetitions, _ => Read(provider, hosts * machines));
        }
        finally
        {
            provider.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static void Read(LibvirtHypervisor provider, int machines)
    {
        int found = provider.ReadInventoryAsync(CancellationToken.None).GetAwaiter().GetResult().VirtualMachines.Length;
        if (found != machines)
        {
            throw new InvalidOperationException($"{found} of {machines} domains were read.");
        }

        provider.ReadMeasurementsAsync(DateTimeOffset.MinValue, CancellationToken.None).GetAwaiter().GetResult();
    }

    // A host of the test driver stands in a document.
    private static string WriteHost(BenchmarkContext context, int host, int machines)
    {
        string path = Path.Combine(context.WorkFolder, string.Create(CultureInfo.InvariantCulture, $"host-{machines}-{host}.xml"));
        var domains = Enumerable.Range(0, machines).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"<domain type='test'><name>vm-{host}-{i:d4}</name><uuid>11111111-2222-4333-{8_000 + host:d4}-{i:d12}</uuid>" +
            $"<memory unit='MiB'>1024</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>"));
        File.WriteAllText(
            path,
            $"<node>{string.Concat(domains)}<cpu><mhz>2000</mhz><model>i686</model><active>64</active><nodes>1</nodes>" +
            "<sockets>1</sockets><cores>64</cores><threads>1</threads></cpu><memory>2147483648</memory></node>");

        return path;
    }
}
