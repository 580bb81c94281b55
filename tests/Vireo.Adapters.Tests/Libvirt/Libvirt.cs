using System.Globalization;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Providers over libvirt's own test driver, which runs inside the process, and over the lab's
/// hosts.</summary>
internal static class Libvirt
{
    /// <summary>Skips the test, and says so, where libvirt is not installed.</summary>
    public static void Require()
    {
        if (!LibvirtLibrary.IsAvailable)
        {
            Assert.Skip("libvirt's client library is not installed (Debian: libvirt0).");
        }
    }

    /// <summary>A test host of its own, with domains from documents; the driver's default has one.</summary>
    public static string TestHost(params string[] domains)
    {
        string file = TestHostFiles.NewPath();
        File.WriteAllText(file, $"<node>{string.Concat(domains)}<cpu><mhz>2000</mhz><model>i686</model><active>8</active>" +
            "<nodes>1</nodes><sockets>1</sockets><cores>8</cores><threads>1</threads></cpu><memory>33554432</memory></node>");

        return $"test://{file}";
    }

    /// <summary>A domain for a test host; running.</summary>
    public static string Domain(string name, string uuid, int cores = 2, int maximumCores = 4, string inside = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"<domain type='test'><name>{System.Security.SecurityElement.Escape(name)}</name><uuid>{uuid}</uuid>" +
        $"<memory unit='MiB'>1024</memory><currentMemory unit='MiB'>512</currentMemory>" +
        $"<vcpu current='{cores}'>{maximumCores}</vcpu><os><type>hvm</type></os>{inside}</domain>");

    public static LibvirtHypervisor Provider(LibvirtSettings settings, params (string Name, string Uri)[] hosts) => new(
        new ProviderId("lab"),
        settings with { Hosts = [.. hosts.Select(host => new LibvirtHostSettings { Name = host.Name, Uri = host.Uri })] },
        TimeProvider.System, new Random(1));

    /// <summary>Waits until an action has ended, and asks what became of it.</summary>
    public static async Task<ActionStatus> EndOfAsync(LibvirtHypervisor provider, ActionId id)
    {
        await (provider.Find(id)?.Running ?? Task.CompletedTask);

        return await provider.QueryAsync(id, TestContext.Current.CancellationToken);
    }
}
