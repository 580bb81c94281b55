using System.Globalization;

namespace Vireo.Control;

/// <summary>The tables of the state file and their version.</summary>
internal static class StateSchema
{
    private const long Version = 2;

    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS journal (
            action TEXT PRIMARY KEY, cluster TEXT NOT NULL, receipt INTEGER NOT NULL, position INTEGER NOT NULL,
            planned BLOB NOT NULL, phase INTEGER NOT NULL, detail TEXT NOT NULL, fence INTEGER NOT NULL,
            provider TEXT NOT NULL, approved_by TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
            created INTEGER NOT NULL, started INTEGER, deadline INTEGER, ended INTEGER) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS journal_open ON journal (cluster) WHERE phase < 10;
        CREATE INDEX IF NOT EXISTS journal_receipt ON journal (receipt, position);
        CREATE INDEX IF NOT EXISTS journal_started ON journal (started);
        CREATE TABLE IF NOT EXISTS receipt (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, cluster TEXT NOT NULL, fleet TEXT NOT NULL,
            outlook TEXT NOT NULL, policy TEXT NOT NULL, plan TEXT NOT NULL, code_version TEXT NOT NULL,
            summary TEXT NOT NULL, action_count INTEGER NOT NULL, effect TEXT, trace TEXT NOT NULL DEFAULT '');
        CREATE INDEX IF NOT EXISTS receipt_cluster ON receipt (cluster, id);
        CREATE TABLE IF NOT EXISTS plan (
            receipt INTEGER PRIMARY KEY, cluster TEXT NOT NULL, status INTEGER NOT NULL, awaiting BLOB NOT NULL,
            refused BLOB NOT NULL, decided_by TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS content (
            hash TEXT NOT NULL, cluster TEXT NOT NULL, packed BLOB NOT NULL, last_receipt INTEGER NOT NULL,
            PRIMARY KEY (hash, cluster)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS content_last_receipt ON content (cluster, last_receipt);
        CREATE TABLE IF NOT EXISTS fold (
            id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
            first INTEGER NOT NULL, last INTEGER NOT NULL, receipts INTEGER NOT NULL, actions INTEGER NOT NULL,
            succeeded INTEGER NOT NULL, digest TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger (
            receipt INTEGER PRIMARY KEY, cluster TEXT NOT NULL, entry TEXT NOT NULL, change TEXT);
        CREATE TABLE IF NOT EXISTS move (
            id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, machine TEXT NOT NULL, source TEXT NOT NULL,
            target TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS move_at ON move (cluster, at);
        CREATE TABLE IF NOT EXISTS event (
            id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, content TEXT NOT NULL, at INTEGER NOT NULL DEFAULT 0,
            detail INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS event_cluster ON event (cluster, id);
        CREATE TABLE IF NOT EXISTS event_link (
            cluster TEXT NOT NULL, word TEXT NOT NULL, event INTEGER NOT NULL,
            PRIMARY KEY (cluster, word, event)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS event_link_event ON event_link (cluster, event);
        CREATE TABLE IF NOT EXISTS deployment (
            cluster TEXT NOT NULL, id TEXT NOT NULL, requested INTEGER NOT NULL, content BLOB NOT NULL, steps BLOB NOT NULL,
            PRIMARY KEY (cluster, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS choice (
            cluster TEXT NOT NULL, series TEXT NOT NULL, at INTEGER NOT NULL, content TEXT NOT NULL,
            PRIMARY KEY (cluster, series)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS notification (
            part TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (part, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, user TEXT NOT NULL, action TEXT NOT NULL,
            detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
        """;

    // Contents were once kept for all clusters together, so that a busy one pushed out those of the others.
    private const string FromFirstVersion =
        """
        INSERT INTO content SELECT blob.hash, receipt.cluster, blob.content, blob.last_receipt
            FROM blob JOIN receipt ON receipt.id = blob.last_receipt;
        DROP TABLE blob;
        """;

    /// <summary>Creates what is missing and refuses a file that a newer Vireo wrote.</summary>
    public static void Ensure(StateDatabase database, string source)
    {
        database.Run("CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;");
        long found = database.Read(
            "SELECT value FROM setting WHERE key = 'schema'",
            row => long.Parse(row.GetString(0), CultureInfo.InvariantCulture)).SingleOrDefault(Version);
        if (found > Version)
        {
            throw new InvalidDataException(
                $"The state file '{source}' has schema {found}; this version of Vireo knows up to {Version}. Use the " +
                "version that wrote it, or another data folder.");
        }

        database.InTransaction(() =>
        {
            database.Run(Tables);
            AddColumn(database, "receipt", "trace", "TEXT NOT NULL DEFAULT ''");
            AddColumn(database, "event", "at", "INTEGER NOT NULL DEFAULT 0");
            AddColumn(database, "event", "detail", "INTEGER NOT NULL DEFAULT 0");
            if (found < Version)
            {
                database.Run(FromFirstVersion);
            }

            database.Write(
                "INSERT INTO setting VALUES ('schema', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                Version.ToString(CultureInfo.InvariantCulture));
        });
    }

    // What has a default is no new version: older programs write rows without it.
    private static void AddColumn(StateDatabase database, string table, string column, string definition)
    {
        if (database.Read(
            "SELECT 1 FROM pragma_table_info($1) WHERE name = $2", row => row.GetInt64(0), table, column).Count == 0)
        {
            database.Run($"ALTER TABLE {table} ADD COLUMN {column} {definition};");
        }
    }
}
