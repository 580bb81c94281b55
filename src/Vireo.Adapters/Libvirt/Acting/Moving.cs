using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Moves a running machine, and finds out what became of a move whose end nobody saw (S25).</summary>
/// <param name="uuid">The machine.</param>
/// <param name="from">Where it leaves.</param>
/// <param name="to">Where it goes.</param>
/// <param name="time">The clock.</param>
internal sealed class Moving(string uuid, LibvirtHost from, LibvirtHost to, TimeProvider time)
{
    private static readonly TimeSpan BetweenSwitches = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenAborts = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(2);

    // The first pass of a post-copy move is cut short; a slow one is certain to be under way still.
    private const long FirstPassMebibytes = 20;

    /// <summary>Moves it and says how it ended.</summary>
    /// <exception cref="ProviderException">It is where it was.</exception>
    public async Task<string> RunAsync(
        MigrationMethod method, BytesPerSecond bandwidth, Action<string> explain, CancellationToken cancellationToken)
    {
        long mebibytes = bandwidth.Value > 0 ? Math.Max(1, (long)(bandwidth.Value / (1 << 20))) : 0;
        if (method == MigrationMethod.PostCopy)
        {
            mebibytes = mebibytes == 0 ? FirstPassMebibytes : Math.Min(mebibytes, FirstPassMebibytes);
        }

        // The call lasts as long as the move: it has a connection of its own, and the host's lane stays free to ask
        // and to abort.
        await using var lane = from.OpenLane();
        var moving = lane.CallAsync(
            connection =>
            {
                using var domain = Require(connection);
                domain.MigrateTo(to.Settings.PeerUri ?? to.Settings.Uri, mebibytes, method);
                return true;
            },
            Timeout.InfiniteTimeSpan, CancellationToken.None);
        await AttendAsync(moving, method, cancellationToken);
        string trouble = "";
        try
        {
            await moving;
        }
        catch (ProviderException failure)
        {
            trouble = failure.Message;
        }

        return await ResolveAsync(trouble, explain);
    }

    /// <summary>Follows a move that an earlier process began, and says how it ended.</summary>
    /// <exception cref="ProviderException">It is where it was, or nowhere.</exception>
    public async Task<string> FollowAsync(
        MigrationMethod method, Action<string> explain, CancellationToken cancellationToken)
    {
        var resolved = ResolveAsync("Vireo was restarted meanwhile.", explain);
        await AttendAsync(resolved, method, cancellationToken);

        return await resolved;
    }

    // Asks both hosts until both have answered and it is clear where the machine is, however long that takes: to guess
    // could
    // start it twice.
    private async Task<string> ResolveAsync(string trouble, Action<string> explain)
    {
        while (true)
        {
            // Asked before both hosts are read: a move that ends in between must not be judged by what was there
            // before its end.
            bool isUnderWay = await IsUnderWayAsync();
            await Task.WhenAll(from.ReadAsync(CancellationToken.None), to.ReadAsync(CancellationToken.None));
            string? unclear = from.Trouble.Length > 0 ? from.Trouble : to.Trouble.Length > 0 ? to.Trouble : null;
            unclear ??= isUnderWay ? "The move is under way." : null;
            if (unclear is null)
            {
                return Judge(from.Last?.Find(uuid), to.Last?.Find(uuid), trouble);
            }

            explain($"Where the machine is was asked of both hosts. {unclear}");
            await Task.Delay(BetweenQuestions, time, CancellationToken.None);
        }
    }

    /// <summary>What two hosts that have both answered mean together.</summary>
    /// <exception cref="ProviderException">The machine does not run at the target.</exception>
    internal string Judge(DomainFacts? left, DomainFacts? arrived, string trouble)
    {
        bool runsThere = arrived is { IsActive: true, IsArriving: false };
        bool runsHere = left is { IsActive: true, IsArriving: false };

        return (runsHere, runsThere) switch
        {
            (false, true) => trouble.Length == 0
                ? $"It runs on '{to.Id}'."
                : $"It runs on '{to.Id}', as both hosts say, though the call ended with: {trouble}",
            (true, true) => throw new ProviderException(
                $"Both '{from.Id}' and '{to.Id}' say that they run it; nothing more is done to it. {trouble}", isTransient: false),
            (true, false) => throw new ProviderException(
                trouble.Length > 0 ? $"It stays on '{from.Id}'. {trouble}" : $"It stays on '{from.Id}', though the call succeeded.",
                isTransient: false),
            _ => throw new ProviderException(
                $"It runs neither on '{from.Id}' nor on '{to.Id}'. {trouble}", isTransient: false),
        };
    }

    // Until a move ends: switches it over where that is its way, and aborts it when asked to. Both are refused as long
    // as libvirt's
    // job has not begun, so both are said again.
    private async Task AttendAsync(Task ended, MigrationMethod method, CancellationToken aborted)
    {
        bool isSwitched = method != MigrationMethod.PostCopy;
        var untilSwitch = BetweenSwitches;
        while (!ended.IsCompleted)
        {
            bool isAborted = aborted.IsCancellationRequested;
            if (isAborted)
            {
                await TryAsync(domain => domain.AbortJob());
            }
            else if (!isSwitched)
            {
                isSwitched = await TryAsync(domain => domain.SwitchToPostCopy());
            }

            var pause = isAborted ? BetweenAborts : isSwitched ? Timeout.InfiniteTimeSpan : untilSwitch;
            await WaitAsync(ended, pause, isAborted ? CancellationToken.None : aborted);

            // Each refusal is a line in the host's log.
            untilSwitch = untilSwitch < BetweenAborts ? 1.5 * untilSwitch : untilSwitch;
        }
    }

    private async Task WaitAsync(Task ended, TimeSpan pause, CancellationToken woken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(woken);
        await Task.WhenAny(ended, Task.Delay(pause, time, over.Token));
        await over.CancelAsync();
    }

    // What fails here shows where the hosts are asked: the job has not begun, has ended, or the host is silent.
    private async Task<bool> TryAsync(Action<LibvirtDomain> act)
    {
        try
        {
            return await from.Lane.CallAsync(
                connection =>
                {
                    using var domain = Require(connection);
                    act(domain);
                    return true;
                },
                CancellationToken.None);
        }
        catch (ProviderException)
        {
            return false;
        }
    }

    private async Task<bool> IsUnderWayAsync()
    {
        try
        {
            return await from.Lane.CallAsync(
                connection =>
                {
                    using var domain = connection.Find(uuid);

                    return domain is { IsActive: true } && domain.JobProgress() is not null;
                },
                CancellationToken.None);
        }
        catch (ProviderException)
        {
            return true;
        }
    }

    private LibvirtDomain Require(LibvirtConnection connection) => connection.Find(uuid)
        ?? throw new LibvirtException(LibvirtErrorCode.NoDomain, $"Machine '{uuid}' is not on '{from.Id}' any more.");
}
