using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Makes a machine from a template, or leaves nothing of it.</summary>
/// <remarks>The definition comes first, with a mark that says that it is not complete, and the files after it:
/// whatever ends Vireo in
/// between, the definition names every file that there may be.</remarks>
/// <param name="wanted">What was asked for.</param>
/// <param name="uuid">Its identity.</param>
/// <param name="host">Where it is made.</param>
/// <param name="settings">Which pool its files go to.</param>
internal sealed class Making(CreateVirtualMachine wanted, string uuid, LibvirtHost host, LibvirtSettings settings)
{
    /// <summary>Makes it and says how.</summary>
    /// <param name="definition">Of the template's domain.</param>
    /// <param name="mark">What its metadata says of the action.</param>
    /// <param name="cancellationToken">Undoes it.</param>
    /// <exception cref="ProviderException">It could not be made.</exception>
    public async Task<string> RunAsync(string definition, DomainMark mark, CancellationToken cancellationToken)
    {
        var draft = await host.Lane.CallAsync(connection => Define(connection, definition, mark), cancellationToken);
        try
        {
            foreach (var file in draft.Files)
            {
                await host.Lane.CallAsync(connection => Write(connection, file), cancellationToken);
            }

            await host.Lane.CallAsync(connection => Complete(connection, draft.Mark), cancellationToken);
        }
        catch (Exception failure) when (failure is ProviderException or OperationCanceledException)
        {
            await new Removing(wanted.VirtualMachine, uuid, host, settings).RunAsync(CancellationToken.None);
            throw;
        }

        return wanted.StaysOff ? $"It was made on '{host.Id}', off." : $"It was made and started on '{host.Id}'.";
    }

    private MachineDraft Define(LibvirtConnection connection, string definition, DomainMark mark)
    {
        using var pool = RequirePool(connection);

        // Images may have been put there by another host.
        pool.Refresh();
        var draft = new MachineDrafter(wanted, uuid, pool.Folder, connection.FindImage).Draft(definition, mark);
        using var defined = connection.Define(draft.Document);

        return draft;
    }

    private bool Write(LibvirtConnection connection, MachineFile file)
    {
        using var pool = RequirePool(connection);
        pool.Write(file.Name, file.Content);

        return true;
    }

    private bool Complete(LibvirtConnection connection, DomainMark mark)
    {
        using var domain = connection.Find(uuid)
            ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, $"Machine '{wanted.VirtualMachine}' is not there any more.");
        domain.WriteMark(mark with { Origin = mark.Origin! with { IsMade = true } });
        host.Distrust(uuid);
        if (!wanted.StaysOff)
        {
            domain.Start();
        }

        return true;
    }

    private LibvirtPool RequirePool(LibvirtConnection connection) => connection.FindPool(settings.StoragePool)
        ?? throw new LibvirtException(
            LibvirtErrorCode.NoStoragePool,
            $"It has no storage pool '{settings.StoragePool}'; define one, or name another by the provider's 'storagePool'.");
}
