using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <content>Hosts that are lost: fenced, and their machines started elsewhere (S25).</content>
public sealed partial class LibvirtHypervisor
{
    private async Task StartFencingAsync(ActionId id, FenceHost fence, CancellationToken cancellationToken)
    {
        var host = HostOf(fence.Host);
        await host.ReadAsync(cancellationToken);
        string? reason = host.Trouble.Length == 0 ? $"Host '{host.Id}' answers."
            : !host.Settings.CanBeFenced ? $"Host '{host.Id}' has no 'watch' and 'fence'."
            : null;
        if (reason is not null)
        {
            throw new ProviderException(reason, isTransient: false);
        }

        _operations.Launch(id, new LibvirtOperation(uuid: "", host), running => host.Life.FenceAsync(running.Aborted));
    }

    // There is no host to mark the machine on: the mark goes with its definition.
    private void StartElsewhere(ActionRequest request, PowerOnVirtualMachine start, MachinePlace place)
    {
        var target = HostOf(start.On);
        var mark = MarkOf(request).After(place.Domain.Description?.Mark);
        _operations.Launch(
            request.Id, new LibvirtOperation(place.Domain.Reading.Uuid, target),
            running => new Restarting(place, target).RunAsync(mark, running.Aborted));
    }
}
