using Vireo.Adapters.Libvirt;

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>The default host of libvirt's test driver, which several connections share as long as one of them is open: with
/// one running machine that has disks, in place of its own. Tests that use it belong to the collection
/// <c>libvirt test host</c>.</summary>
internal sealed class SharedTestHost : IDisposable
{
    public const string Uri = "test:///default";
    public const string Machine = "11111111-2222-4333-8444-555555555509";
    private const string Own = "6695eb01-f6a4-8304-79aa-97f2502e193f";

    private readonly LibvirtConnection _connection = LibvirtConnection.Open(Uri, isReadOnly: false);

    /// <summary>Opens it.</summary>
    /// <param name="format">Of the machine's disk.</param>
    public static SharedTestHost Open(string format = "qcow2")
    {
        var host = new SharedTestHost();
        using (var own = host._connection.Find(Own))
        {
            own?.SwitchOff();
        }

        using var machine = host._connection.Define(Libvirt.Domain(
            "db", Machine, inside: $"<devices><disk type='file' device='disk'><driver name='qemu' type='{format}'/>" +
            "<source file='/images/db.img'/><target dev='vda' bus='virtio'/></disk></devices>"));
        machine.Start();

        return host;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
