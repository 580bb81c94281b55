using Vireo.Adapters.Acting;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <content>Acting: refused before it starts, or sent with a token by which its task is found again.</content>
public sealed partial class VSphereHypervisor : IHypervisorActuator
{
    private readonly OperationBook<Operation> _operations = new(RefuseStaleLeader);

    /// <inheritdoc/>
    public Task StartAsync(ActionRequest request, CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_operations.IsBegun(request) || await TryAdoptAsync(request.Id, cancellationToken))
        {
            return true;
        }

        await CatchUpAsync(cancellationToken);
        Accept(request.Action);
        await ClaimAsync(request.FencingToken, cancellationToken);
        if (request.Action is SetPoolTerms pool)
        {
            Wish(pool.Setting);
        }

        Launch(request.Id, running => RunOf(request.Id, running).RunAsync(request.Action));

        return true;
    });

    /// <inheritdoc/>
    public Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken) => TranslateAsync(async () =>
        Find(id) is not null || await TryAdoptAsync(id, cancellationToken)
            ? Find(id)!.Status
            : new ActionStatus(ActionPhase.Unknown, 0, "Never seen."));

    /// <inheritdoc/>
    public Task AbortAsync(ActionId id, CancellationToken cancellationToken) =>
        (Find(id) ?? throw new ProviderException($"There is no action '{id}' to abort.", isTransient: false))
            .AbortAsync();

    /// <summary>An action that was begun or found again; null when it is not known.</summary>
    internal Operation? Find(ActionId id) => _operations.Find(id);

    private static void RefuseStaleLeader(long fence, long seen)
    {
        if (fence < seen)
        {
            throw new ProviderException(
                $"Fencing token {fence} is older than {seen}: another leader acts on this cluster now.", isTransient: false);
        }
    }

    // Judged by what the server says now, not by what it said before the action that went before (S18).
    private void Accept(FleetAction action)
    {
        if (!Capabilities.Actions.HasFlag(action.Kind))
        {
            string why = !_settings.Acts
                ? "The provider does not say 'acts: true'."
                : _account?.Privileges.LackingFor(action.Kind) is { IsEmpty: false } lacking
                    ? $"The account lacks {string.Join(", ", lacking)}."
                    : "vSphere does not do that through Vireo.";
            throw new ProviderException($"{action.Target}: {why}", isTransient: false);
        }

        if (_vcenter.Inventory.Read((picture, _) => new VSphereRefusal(picture, _words).Find(action)) is { } reason)
        {
            throw new ProviderException($"{action.Target}: {reason}", isTransient: false);
        }
    }

    // What an earlier process of Vireo sent is found by its token, and by what it has left on a machine. Steps that are
    // under way end first.
    private async Task<bool> TryAdoptAsync(ActionId id, CancellationToken cancellationToken)
    {
        var tasks = await _vcenter.FindTasksAsync(id.Value, cancellationToken);
        await CatchUpAsync(cancellationToken);
        if (tasks.IsEmpty && _vcenter.Inventory.Read((picture, _) => ActionRun.FindLeft(picture, id)) is null)
        {
            return false;
        }

        Launch(id, async running =>
        {
            VimException? failure = null;
            foreach (var task in tasks)
            {
                try
                {
                    failure = null;
                    await _vcenter.FollowAsync(task.Reference, running.Advance, running.Aborted);
                }
                catch (VimException failed)
                {
                    failure = failed;
                }
            }

            return await RunOf(id, running).FinishAsync() is { } finished ? finished
                : failure is null ? "Its task, which was started before Vireo was, has ended."
                : throw failure;
        });

        return true;
    }

    private ActionRun RunOf(ActionId id, Operation operation) =>
        new(_vcenter, _words, _settings, _time, id, operation);

    // Kept, so that amounts which vSphere rounds are recognized as what was asked for.
    private void Wish(PoolSetting setting)
    {
        lock (_shown)
        {
            _wishes[setting.Pool.Value] = setting.Terms;
            Distrust();
        }
    }

    private void Launch(ActionId id, Func<Operation, Task<string>> body) =>
        _operations.Launch(id, new Operation(), running => TranslateAsync(() => body(running)));
}
