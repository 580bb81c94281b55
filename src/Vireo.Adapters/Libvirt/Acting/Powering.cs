using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Starts, stops and resizes a machine.</summary>
/// <param name="uuid">The machine.</param>
/// <param name="host">Where it is.</param>
/// <param name="settings">How patient to be.</param>
/// <param name="time">The clock.</param>
internal sealed class Powering(string uuid, LibvirtHost host, LibvirtSettings settings, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BalloonPatience = TimeSpan.FromMinutes(1);

    /// <summary>Starts it here.</summary>
    /// <exception cref="ProviderException">The host refused.</exception>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        await DoAsync(domain => domain.Start(), cancellationToken);

        return $"It was started on '{host.Id}'.";
    }

    /// <summary>Takes its definition to another host and starts it there. It is off, and only ever defined where it can
    /// be started once: the new definition is made first, and is taken back when the old one does not go.</summary>
    /// <exception cref="ProviderException">A host refused.</exception>
    public async Task<string> StartOnAsync(LibvirtHost target, CancellationToken cancellationToken)
    {
        string definition = await AskAsync(
            domain => domain.IsActive
                ? throw new LibvirtException(LibvirtErrorCode.OperationInvalid, "It runs already.")
                : domain.ReadDefinition(),
            cancellationToken);
        var there = new Powering(uuid, target, settings, time);
        await target.Lane.CallAsync(
            connection =>
            {
                using var defined = connection.Define(definition);
                return true;
            },
            cancellationToken);
        try
        {
            await DoAsync(domain => domain.Undefine(), cancellationToken);
        }
        catch (ProviderException)
        {
            await there.DoAsync(domain => domain.Undefine(), CancellationToken.None);
            throw;
        }

        return await there.StartAsync(cancellationToken);
    }

    /// <summary>Lets the guest shut down, and switches it off when it does not.</summary>
    /// <exception cref="ProviderException">The host refused.</exception>
    public async Task<string> StopAsync(CancellationToken cancellationToken)
    {
        await DoAsync(domain => domain.Shutdown(), cancellationToken);
        var until = time.GetUtcNow() + settings.ShutdownPatience;
        while (time.GetUtcNow() < until)
        {
            if (!await AskAsync(domain => domain.IsActive, cancellationToken))
            {
                return "The guest shut down.";
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }

        await DoAsync(domain => domain.SwitchOff(), cancellationToken);

        return $"The guest did not shut down within {settings.ShutdownPatience.TotalSeconds:0} s and was switched off.";
    }

    /// <summary>Gives it another size.</summary>
    /// <exception cref="ProviderException">The host refused, or the guest did not take it.</exception>
    public async Task<string> ResizeAsync(
        ResizeVirtualMachine resize, DomainDescription described, CancellationToken cancellationToken)
    {
        bool runs = await AskAsync(domain => domain.IsActive, cancellationToken);
        if (!resize.Restarts || !runs)
        {
            await SetAsync(resize, described, cancellationToken);

            return runs ? await ConfirmAsync(resize, cancellationToken) : "It was set; the machine is off.";
        }

        await StopAsync(cancellationToken);

        return await SetAndStartAsync(resize, described);
    }

    /// <summary>Goes on with a change of size that an earlier process began, wherever that was interrupted.</summary>
    /// <exception cref="ProviderException">The host refused, or the guest did not take it.</exception>
    public async Task<string> GoOnResizingAsync(
        ResizeVirtualMachine resize, DomainDescription described, CancellationToken cancellationToken)
    {
        if (!resize.Restarts)
        {
            return await ResizeAsync(resize, described, cancellationToken);
        }

        await host.ReadAsync(cancellationToken);
        if (host.Last?.Find(uuid) is not { IsActive: true } seen)
        {
            return await SetAndStartAsync(resize, described);
        }

        return seen.Cores == resize.Cores && seen.MemoryBytes == resize.Memory.Value
            ? "It was set and the machine restarted."
            : await ResizeAsync(resize, described, cancellationToken);
    }

    private async Task<string> SetAndStartAsync(ResizeVirtualMachine resize, DomainDescription described)
    {
        try
        {
            await SetAsync(resize, described, CancellationToken.None);
        }
        finally
        {
            // Whatever fails, it runs again.
            await StartAsync(CancellationToken.None);
        }

        return "It was set and the machine restarted.";
    }

    private Task<bool> SetAsync(ResizeVirtualMachine resize, DomainDescription described, CancellationToken cancellationToken) =>
        DoAsync(
            domain =>
            {
                domain.SetCores(resize.Cores, described.MaximumCores);
                domain.SetMemory(resize.Memory.Value, described.MaximumMemoryBytes);
            },
            cancellationToken);

    // The balloon is a wish: the guest gives memory back when it can.
    private async Task<string> ConfirmAsync(ResizeVirtualMachine resize, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + BalloonPatience;
        while (true)
        {
            host.Distrust(uuid);
            await host.ReadAsync(cancellationToken);
            var seen = host.Last?.Find(uuid);
            if (host.Trouble.Length == 0 && seen is not null && seen.Cores == resize.Cores && seen.MemoryBytes == resize.Memory.Value)
            {
                return "The guest has it.";
            }

            if (time.GetUtcNow() >= until)
            {
                throw new ProviderException(
                    $"It was accepted, but after {BalloonPatience.TotalSeconds:0} s the guest has {seen?.Cores} cores and " +
                    $"{seen?.MemoryBytes} bytes.",
                    isTransient: false);
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private Task<bool> DoAsync(Action<LibvirtDomain> act, CancellationToken cancellationToken) => AskAsync(
        domain =>
        {
            act(domain);
            return true;
        },
        cancellationToken);

    private Task<T> AskAsync<T>(Func<LibvirtDomain, T> ask, CancellationToken cancellationToken) => host.Lane.CallAsync(
        connection =>
        {
            using var domain = connection.Find(uuid)
                ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, $"Machine '{uuid}' is not on '{host.Id}' any more.");

            return ask(domain);
        },
        cancellationToken);
}
