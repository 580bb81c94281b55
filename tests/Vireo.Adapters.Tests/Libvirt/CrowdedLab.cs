namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>Three guests on one of two hosts.</summary>
public sealed class CrowdedLab : LabHosts
{
    protected override async Task FillAsync()
    {
        await StartGuestAsync("web1", 101);
        await StartGuestAsync("batch1", 102);
        await StartGuestAsync("batch2", 103);
    }
}
