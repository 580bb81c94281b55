using Microsoft.Data.Sqlite;

namespace Vireo.Control;

/// <summary>Everything the loop must not forget, in one SQLite file of its own: journal, receipts, audit, moves and
/// settings.</summary>
/// <remarks>Every write is durable when it returns. The loop is the only writer of its cluster; reading receipts and
/// audit is safe from any thread.</remarks>
public sealed class StateStore : IDisposable
{
    private readonly StateDatabase _database;

    private StateStore(StateDatabase database, string source, StateRetention retention)
    {
        _database = database;
        Retention = retention;
        StateSchema.Ensure(database, source);
        Settings = new SettingTable(database);
        Journal = new ActionJournal(database);
        Moves = new MoveTable(database);
        Plans = new PlanTable(database);
        Ledger = new LedgerTable(database);
        Watch = new WatchTable(Settings);
        Events = new EventTable(database);
        Deployments = new DeploymentTable(database);
        Choices = new ChoiceTable(database);
        Notifications = new NotificationTable(database);
        Receipts = new ReceiptArchive(database);
        Folds = new FoldTable(database);
        Audit = new AuditTrail(database, retention);
    }

    /// <summary>Who changed what, tamper-evident (S34).</summary>
    public AuditTrail Audit { get; }

    /// <summary>How long what is kept.</summary>
    public StateRetention Retention { get; }

    /// <summary>What is left of decisions that are too old to be kept one by one.</summary>
    public FoldTable Folds { get; }

    /// <summary>Receipts and the inputs they stand for.</summary>
    public ReceiptArchive Receipts { get; }

    /// <summary>What was told to whom, and silences.</summary>
    public NotificationTable Notifications { get; }

    /// <summary>Called before every change, so that a test can let the process die there.</summary>
    internal Action BeforeWrite
    {
        set => _database.BeforeWrite = value;
    }

    internal SettingTable Settings { get; }

    internal ActionJournal Journal { get; }

    internal MoveTable Moves { get; }

    internal PlanTable Plans { get; }

    internal LedgerTable Ledger { get; }

    internal WatchTable Watch { get; }

    internal EventTable Events { get; }

    internal ChoiceTable Choices { get; }

    internal DeploymentTable Deployments { get; }

    /// <summary>Opens or creates the file; its folder must exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="retention">How long what is kept.</param>
    /// <exception cref="InvalidDataException">The file is no state file, is damaged, or comes from a newer
    /// version.</exception>
    public static StateStore Open(string path, StateRetention? retention = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);

        // FULL: an action must not be sent before its journal row would survive a power loss.
        return Open(path, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;", retention);
    }

    /// <summary>A store that lives as long as the object, for simulations.</summary>
    public static StateStore OpenInMemory(StateRetention? retention = null) =>
        Open(":memory:", "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;", retention);

    /// <summary>A plan with what became of it, also one older than those the loop publishes.</summary>
    /// <returns>Null when it is unknown, or too old for its contents to be kept.</returns>
    public PlanRecord? FindPlan(long receipt) => Plans.Find(receipt, Receipts, Journal);

    /// <summary>What a plan promised and what came of it; null when it changed no placement or is forgotten.</summary>
    public LedgerEntry? FindLedgerEntry(long receipt) => Ledger.Find(receipt);

    /// <summary>Checks the whole audit chain, see <see cref="AuditTrail.Verify"/>, and the folds it knows of.</summary>
    public AuditVerification VerifyAudit()
    {
        var trail = Audit.Verify();

        return trail.IsIntact && Folds.Problem(Audit.FoldAnchors()) is { } problem
            ? trail with { IsIntact = false, Explanation = problem }
            : trail;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    /// <summary>Does the work wholly or not at all.</summary>
    internal void InTransaction(Action work) => _database.InTransaction(work);

    private static StateStore Open(string source, string pragmas, StateRetention? retention)
    {
        StateDatabase? database = null;
        try
        {
            database = new StateDatabase(source);
            database.Run(pragmas);
            var store = new StateStore(database, source, retention ?? new StateRetention());
            database = null;

            return store;
        }
        catch (Exception failure) when (failure is SqliteException or StateUnavailableException)
        {
            throw new InvalidDataException(
                $"The state file '{source}' cannot be opened: {failure.Message} Restore it from a backup, or move it away " +
                "to start with an empty one.", failure);
        }
        finally
        {
            database?.Dispose();
        }
    }
}
