using System.Collections.Immutable;
using Vireo.Adapters.Ovsdb;
using Vireo.Fleet;
using Vireo.Scheduling.Network;
using Vireo.Scheduling.Network.Ovn;

namespace Vireo.Adapters.Ovn;

/// <summary>OVN's northbound database as an engine of networks: what stands there, and plans carried out stage by
/// stage.</summary>
/// <remarks>Rows of ours carry <c>vireo-owner</c> and <c>vireo-key</c> in their <c>external_ids</c>. What others made is
/// never written, and what they added to rows of ours stays.</remarks>
public sealed class OvnNorthbound : IAsyncDisposable
{
    private const string Global = "NB_Global";
    private readonly OvnSettings _settings;
    private readonly TimeProvider _time;
    private readonly OvsdbSession _session;
    private (OvsdbSnapshot Snapshot, OvnState State)? _read;

    /// <summary>Prepares; nothing is asked before it is used.</summary>
    /// <param name="settings">Where the database is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jitter">Spreads attempts to connect.</param>
    /// <exception cref="FormatException">An endpoint is none.</exception>
    public OvnNorthbound(OvnSettings settings, TimeProvider time, Random jitter)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _time) = (settings, time);
        _session = new OvsdbSession(
            new OvsdbSettings
            {
                Endpoints = [.. OvsdbEndpoint.ParseAll(settings.Endpoints)],
                Database = "OVN_Northbound",
                Tables =
                [
                    .. OvnTables.All.Select(table => new OvsdbTable(table.Key, [.. table.Value.Keys, "external_ids"])),
                    new OvsdbTable(Global, "nb_cfg", "sb_cfg", "hv_cfg"),
                ],
                Tls = settings.AuthorityFile is { } authority
                    ? new OvsdbTls(authority, settings.CertificateFile, settings.KeyFile) : null,
            },
            time, jitter);
    }

    /// <summary>What stands there.</summary>
    /// <exception cref="Vireo.Fleet.ProviderException">The database does not answer.</exception>
    /// <returns>The same object as before while nothing has changed.</returns>
    public Task<OvnState> ReadAsync(CancellationToken cancellationToken) => TranslatedAsync(async () =>
    {
        var snapshot = await _session.ReadAsync(cancellationToken);
        if (_read is not { } read || read.Snapshot != snapshot)
        {
            _read = read = (snapshot, OvnBook.Of(snapshot, _settings.Owner).State);
        }

        return read.State;
    });

    /// <summary>Carries out one stage of a plan and waits until all hosts have done it. One that takes something away first
    /// waits until hosts have carried out what was written before.</summary>
    /// <exception cref="Vireo.Fleet.ProviderException">The database does not answer.</exception>
    public Task<OvnOutcome> ApplyAsync(OvnStage stage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);

        return TranslatedAsync(async () =>
        {
            bool takes = stage.Kind == OvnStageKind.Break && _settings.ConfirmWithin > TimeSpan.Zero;
            if (takes && !await IsConfirmedAsync(Number(await _session.ReadAsync(cancellationToken), "nb_cfg"), cancellationToken))
            {
                return new OvnOutcome(0, false, "Not every host has carried out what was written before, so nothing is taken away yet.");
            }

            return await ApplyStagesAsync([stage], cancellationToken);
        });
    }

    /// <summary>Carries out a plan. A stage is one transaction; the next begins once all hosts have carried it out, so that
    /// nothing is broken before what replaces it works.</summary>
    /// <exception cref="Vireo.Fleet.ProviderException">The database does not answer.</exception>
    /// <exception cref="ArgumentException">The plan must not be carried out.</exception>
    public Task<OvnOutcome> ApplyAsync(NetworkPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);

        return plan.Refusals.IsEmpty
            ? TranslatedAsync(() => ApplyStagesAsync(plan.Stages, cancellationToken))
            : throw new ArgumentException($"The plan is refused: {plan.Refusals[0]}", nameof(plan));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<OvnOutcome> ApplyStagesAsync(ImmutableArray<OvnStage> stages, CancellationToken cancellationToken)
    {
        int written = 0;
        foreach (var stage in stages)
        {
            long number;
            try
            {
                number = await WriteAsync(stage, cancellationToken);
            }
            catch (OvsdbFault refused)
            {
                string what = refused.Error is "timed out" or "row is gone"
                    ? "Somebody changed the same rows meanwhile. Plan again." : refused.Message;

                return new OvnOutcome(written, written > 0, $"{stage.Kind}: {what}");
            }

            written++;
            if (_settings.ConfirmWithin > TimeSpan.Zero && !await IsConfirmedAsync(number, cancellationToken))
            {
                return new OvnOutcome(
                    written, false,
                    $"{stage.Kind}: written, but not every host has carried it out within {_settings.ConfirmWithin.TotalSeconds:0.#} s. " +
                    "What comes after it waits: look at ovn-northd and at ovn-controller on the hosts, then plan again.");
            }
        }

        return new OvnOutcome(written, _settings.ConfirmWithin > TimeSpan.Zero, "");
    }

    private async Task<long> WriteAsync(OvnStage stage, CancellationToken cancellationToken)
    {
        var snapshot = await _session.ReadAsync(cancellationToken);
        var transaction = OvnWriter.Write(stage, OvnBook.Of(snapshot, _settings.Owner), _settings.Owner);
        if (snapshot.Table(Global).IsEmpty)
        {
            transaction.Insert(Global, [KeyValuePair.Create<string, OvsdbValue>("nb_cfg", 1L)]);
        }
        else
        {
            transaction.Mutate(Global, where: null, new OvsdbMutation("nb_cfg", "+=", 1L));
        }

        await _session.TransactAsync(
            transaction.Comment($"vireo: {stage.Kind}, {stage.Changes.Length} changes").Durable(), cancellationToken);

        return Number(_session.Current, "nb_cfg");
    }

    private async Task<bool> IsConfirmedAsync(long number, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_settings.ConfirmWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _session.WaitForAsync(snapshot => Number(snapshot, "hv_cfg") >= number, either.Token);

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static long Number(OvsdbSnapshot snapshot, string column) =>
        snapshot.Table(Global).Values.FirstOrDefault()?[column].Single?.Integer ?? 0;

    private static async Task<T> TranslatedAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OvsdbException failure)
        {
            throw failure.Translate();
        }
    }
}
