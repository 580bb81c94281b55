using Vireo.Adapters.Tests.VSphere;

namespace Vireo.Adapters.Tests.Conformance;

/// <summary>vSphere, with a simulated vCenter behind it.</summary>
public sealed class VSphereConformance(VCenterLab lab) : ProviderConformance, IClassFixture<VCenterLab>
{
    protected override ProviderUnderTest Open()
    {
        // Guests of the simulator have no tools that would shut them down: they are switched off.
        var provider = lab.Provider();

        return new ProviderUnderTest(provider, provider, id => VCenterLab.EndOfAsync(provider, id));
    }
}
