using Vireo.Adapters.Tests.VSphere;

namespace Vireo.Adapters.Tests.Conformance;

/// <summary>vSphere, with a simulated vCenter behind it: one for each test, as it remembers the actions of the others.</summary>
public sealed class VSphereConformance : ProviderConformance, IAsyncLifetime
{
    private readonly VCenterLab _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    protected override bool SuspendsToDisk => true;

    protected override bool SnapshotsAreExternal => true;

    protected override ProviderUnderTest Open()
    {
        // Guests of the simulator have no tools that would shut them down: they are switched off.
        var provider = _lab.Provider();

        return new ProviderUnderTest(provider, provider, id => VCenterLab.EndOfAsync(provider, id));
    }
}
