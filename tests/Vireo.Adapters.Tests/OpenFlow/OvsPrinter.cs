using Vireo.Adapters.Tests.VSphere;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>Open vSwitch's own reading of messages.</summary>
internal static class OvsPrinter
{
    public const string Program = "/usr/bin/ovs-ofctl";

    /// <summary>Prints messages, one after the other; skips the test where there is no Open vSwitch.</summary>
    public static async Task<string> PrintAsync(IEnumerable<byte[]> messages)
    {
        Assert.SkipUnless(File.Exists(Program), "There is no ovs-ofctl: Debian's openvswitch-common.");
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, [.. messages.SelectMany(message => message)]);
            var (code, output) = await VCenterLab.RunAsync(Program, "-O", "OpenFlow13", "ofp-parse", path);
            Assert.True(code == 0, output);
            Assert.DoesNotContain("decode error", output, StringComparison.Ordinal);

            return output;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
