using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <content>One leader at a time (S22): the newest fencing token is kept at the cluster itself, so that it outlives every
/// process of Vireo.</content>
public sealed partial class VSphereHypervisor
{
    private readonly CustomAttributes _attributes;
    private readonly SemaphoreSlim _claiming = new(1);

    // The inventory has caught up. On a server without custom attributes, and for an account that may not set them, the token
    // is kept by this process only; Describe says so.
    private async Task ClaimAsync(long fence, CancellationToken cancellationToken)
    {
        if (!_attributes.IsAvailable || _account is not { Privileges.KeepsFence: true })
        {
            return;
        }

        await _claiming.WaitAsync(cancellationToken);
        try
        {
            if (Judge(fence))
            {
                return;
            }

            // Another leader may have made the attribute since this session began.
            await _attributes.ReadAsync(cancellationToken);
            if (!Judge(fence))
            {
                await _attributes.SetAsync(
                    ManagedCluster, CustomAttributes.Fence, string.Create(CultureInfo.InvariantCulture, $"{Id.Value} {fence}"),
                    cancellationToken);
                await _vcenter.CatchUpAsync(cancellationToken);
                Judge(fence);
            }
        }
        finally
        {
            _claiming.Release();
        }
    }

    // True when the cluster says that this leader acts.
    private bool Judge(long fence)
    {
        string mark = _vcenter.Inventory.Read(
            (picture, _) => _attributes.Find(_words.FindCluster(picture).Custom, CustomAttributes.Fence));
        int space = mark.LastIndexOf(' ');
        if (space < 0
            || !long.TryParse(mark.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long seen))
        {
            return false;
        }

        if (mark[..space] != Id.Value)
        {
            throw new ProviderException(
                $"The Vireo cluster '{mark[..space]}' acts on this vSphere cluster, as its custom attribute " +
                $"'{CustomAttributes.Fence}' says. Where that one is gone, empty the attribute in vCenter.", isTransient: false);
        }

        if (fence < seen)
        {
            throw new ProviderException(
                $"Fencing token {fence} is older than {seen}: another leader acts on this cluster now. Where that leader's " +
                $"data is lost, empty the custom attribute '{CustomAttributes.Fence}' of the cluster in vCenter.", isTransient: false);
        }

        return seen == fence;
    }
}
