using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Libvirt;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.Conformance;

/// <summary>libvirt, with its own test driver behind it.</summary>
public sealed class LibvirtConformance : ProviderConformance
{
    protected override ProviderUnderTest Open()
    {
        Libvirt.Libvirt.Require();
        var provider = new LibvirtHypervisor(
            new ProviderId("lab"),
            new LibvirtSettings
            {
                Acts = true,
                Hosts =
                [
                    new LibvirtHostSettings
                    {
                        Name = "h1",
                        Uri = Libvirt.Libvirt.TestHost(Libvirt.Libvirt.Domain("web", "11111111-2222-4333-8444-555555555501")),
                    },
                ],
            },
            new FakeTimeProvider(), new Random(1));

        return new ProviderUnderTest(provider, provider, id => Libvirt.Libvirt.EndOfAsync(provider, id));
    }
}
