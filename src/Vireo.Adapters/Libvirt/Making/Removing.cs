using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Takes a machine that Vireo made away with its files. The definition goes last: it names what is still to
/// be deleted.</summary>
/// <param name="machine">The machine.</param>
/// <param name="uuid">Its identity.</param>
/// <param name="host">Where it is defined.</param>
/// <param name="settings">Which pool its files are in.</param>
internal sealed class Removing(VirtualMachineId machine, string uuid, LibvirtHost host, LibvirtSettings settings)
{
    /// <summary>Takes it away; a machine that is not there is taken away already.</summary>
    /// <exception cref="ProviderException">Something of it is left.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var files = await host.Lane.CallAsync(FindFiles, cancellationToken);
        foreach (string file in files)
        {
            await host.Lane.CallAsync(
                connection =>
                {
                    connection.DeleteVolume(file);
                    return true;
                },
                cancellationToken);
        }

        await host.Lane.CallAsync(Forget, cancellationToken);
        host.Distrust(uuid);

        return files.Count == 0 ? "It was deleted." : $"It was deleted with {string.Join(", ", files)}.";
    }

    // Switched off first: what runs would go on writing to files that nobody sees any more.
    private List<string> FindFiles(LibvirtConnection connection)
    {
        using var domain = connection.Find(uuid);
        if (domain is null)
        {
            return [];
        }

        if (domain.IsActive)
        {
            domain.SwitchOff();
        }

        using var pool = connection.FindPool(settings.StoragePool);
        pool?.Refresh();
        var disks = DomainXml.Read(domain.ReadXml())?.Disks ?? [];

        return
        [
            .. disks.Where(disk => pool is not null && IsOwn(disk, pool.Folder)).Select(disk => disk.Source),
        ];
    }

    private bool IsOwn(DomainDisk disk, string folder) =>
        disk.Source == $"{folder}/{MachineFile.NameOf(machine.Value, disk.Target)}"
        || disk.Source == $"{folder}/{MachineFile.SeedOf(machine.Value)}";

    private bool Forget(LibvirtConnection connection)
    {
        using var domain = connection.Find(uuid);
        domain?.Forget();

        return true;
    }
}
