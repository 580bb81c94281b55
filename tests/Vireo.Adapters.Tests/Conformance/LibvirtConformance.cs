using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Conformance;

/// <summary>libvirt, with its own test driver behind it.</summary>
[Collection("libvirt test host")]
public sealed class LibvirtConformance : ProviderConformance
{
    protected override ProviderUnderTest Open()
    {
        Libvirt.Libvirt.Require();

        return Open(Libvirt.Libvirt.TestHost(Libvirt.Libvirt.Domain("web", "11111111-2222-4333-8444-555555555501")));
    }

    // A snapshot is taken over a connection of its own, and only the default host is the same for all of them. Its own
    // machine has no disk.
    protected override ProviderUnderTest OpenForSnapshots()
    {
        Libvirt.Libvirt.Require();
        var host = Libvirt.SharedTestHost.Open();

        return Open(Libvirt.SharedTestHost.Uri) with { Beside = host };
    }

    private static ProviderUnderTest Open(string uri)
    {
        var provider = new LibvirtHypervisor(
            new ProviderId("lab"),
            new LibvirtSettings
            {
                Acts = true,
                Hosts =
                [
                    new LibvirtHostSettings { Name = "h1", Uri = uri },
                ],
            },
            new FakeTimeProvider(), new Random(1));

        return new ProviderUnderTest(provider, provider, id => Libvirt.Libvirt.EndOfAsync(provider, id));
    }
}
