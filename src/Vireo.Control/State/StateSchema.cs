namespace Vireo.Control;

/// <summary>The tables of the state file and their version.</summary>
internal static class StateSchema
{
    private const long Version = 1;

    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
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
            summary TEXT NOT NULL, action_count INTEGER NOT NULL, effect TEXT);
        CREATE TABLE IF NOT EXISTS plan (
            receipt INTEGER PRIMARY KEY, cluster TEXT NOT NULL, status INTEGER NOT NULL, awaiting BLOB NOT NULL,
            refused BLOB NOT NULL, decided_by TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS blob (
            hash TEXT PRIMARY KEY, content BLOB NOT NULL, last_receipt INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS blob_last_receipt ON blob (last_receipt);
        CREATE TABLE IF NOT EXISTS ledger (
            receipt INTEGER PRIMARY KEY, cluster TEXT NOT NULL, entry TEXT NOT NULL, change TEXT);
        CREATE TABLE IF NOT EXISTS move (
            id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, machine TEXT NOT NULL, source TEXT NOT NULL,
            target TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS move_at ON move (cluster, at);
        CREATE TABLE IF NOT EXISTS event (
            id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, content TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS event_cluster ON event (cluster, id);
        CREATE TABLE IF NOT EXISTS deployment (
            cluster TEXT NOT NULL, id TEXT NOT NULL, requested INTEGER NOT NULL, content BLOB NOT NULL, steps BLOB NOT NULL,
            PRIMARY KEY (cluster, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS notification (
            part TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (part, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit (
            seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, user TEXT NOT NULL, action TEXT NOT NULL,
            detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
        """;

    /// <summary>Creates what is missing and refuses a file that a newer Vireo wrote.</summary>
    public static void Ensure(StateDatabase database, string source)
    {
        database.Run(Tables);
        long found = database.Read(
            "SELECT value FROM setting WHERE key = 'schema'",
            row => long.Parse(row.GetString(0))).SingleOrDefault(Version);
        if (found > Version)
        {
            throw new InvalidDataException(
                $"The state file '{source}' has schema {found}; this version of Vireo knows up to {Version}. Use the " +
                "version that wrote it, or another data folder.");
        }

        database.Write("INSERT INTO setting VALUES ('schema', $1) ON CONFLICT DO NOTHING", Version.ToString());
    }
}
