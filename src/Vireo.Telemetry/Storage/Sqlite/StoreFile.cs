using Microsoft.Data.Sqlite;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>The database file: its schema, how it is opened, and what happens when it is damaged.</summary>
internal static class StoreFile
{
    private const int FormatVersion = 1;
    private const long LargestFullyChecked = 256L << 20;
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    private const string Schema = """
        create table if not exists series(id integer primary key, kind integer not null, entity text not null,
            metric text not null, first_at integer not null, last_at integer not null);
        create table if not exists round(id integer primary key, data blob not null);
        create table if not exists segment(id integer primary key autoincrement, from_at integer not null,
            to_at integer not null);
        create table if not exists chunk(id integer primary key, data blob not null);
        create table if not exists rollup(resolution integer, day integer, series integer, data blob not null,
            primary key(resolution, day, series)) without rowid;
        create table if not exists mark(at integer, series integer, kind integer,
            primary key(at, series, kind)) without rowid;
        create table if not exists watermark(provider text primary key, at integer not null) without rowid;
        create table if not exists fact(name text primary key, value integer not null) without rowid;
        """;

    /// <summary>Opens the file for the writer; a damaged one is moved aside and a new one started.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="options">Durability and limits.</param>
    /// <param name="now">Names the file that is moved aside.</param>
    /// <param name="notice">What an operator should know about the opening; empty when all is well.</param>
    public static SqliteConnection Open(string path, SqliteStoreOptions options, DateTimeOffset now, out string notice)
    {
        try
        {
            notice = "";

            return OpenChecked(path, options);
        }
        catch (SqliteException damage) when (damage.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase)
        {
            string aside = MoveAside(path, now);
            notice = $"The telemetry store '{path}' is damaged ({damage.Message}). It was moved to '{aside}' and a new "
                + "one was started; history begins again now.";

            return OpenChecked(path, options);
        }
    }

    /// <summary>Opens the file for one reader.</summary>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Connect(path);
        Execute(connection, "pragma query_only=on; pragma mmap_size=1073741824;");

        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection OpenChecked(string path, SqliteStoreOptions options)
    {
        var existing = new FileInfo(path);
        bool isNew = !existing.Exists || existing.Length == 0;
        var connection = Connect(path);
        try
        {
            if (isNew)
            {
                Execute(connection, "pragma page_size=16384; pragma auto_vacuum=incremental;");
            }

            Execute(connection, "pragma journal_mode=wal; pragma journal_size_limit=33554432;"
                + $"pragma synchronous={(options.SurvivesPowerLoss ? "full" : "normal")}; pragma cache_size=-16384;");
            Check(connection, path);
            Execute(connection, Schema);
            if (options.MaximumBytes > 0)
            {
                Execute(connection, $"pragma max_page_count={Math.Max(16, options.MaximumBytes / 16_384)};");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        connection.Open();

        return connection;
    }

    private static void Check(SqliteConnection connection, string path)
    {
        long version = Scalar(connection, "pragma user_version;") is long found ? found : 0;
        if (version > FormatVersion)
        {
            throw new InvalidOperationException(
                $"The telemetry store '{path}' has format {version}, this version reads {FormatVersion}. Start a newer "
                + "Vireo, or move the file away.");
        }

        if (new FileInfo(path).Length <= LargestFullyChecked
            && Scalar(connection, "pragma quick_check(1);") is string verdict && verdict != "ok")
        {
            throw new SqliteException(verdict, SqliteCorrupt);
        }

        // Only when it must: a full disk must not keep an existing store from being opened and read.
        if (version != FormatVersion)
        {
            Execute(connection, $"pragma user_version={FormatVersion};");
        }
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;

        return command.ExecuteScalar();
    }

    private static string MoveAside(string path, DateTimeOffset now)
    {
        string aside = $"{path}.damaged-{now:yyyyMMdd'T'HHmmss'Z'}";
        for (int attempt = 2; File.Exists(aside); attempt++)
        {
            aside = $"{path}.damaged-{now:yyyyMMdd'T'HHmmss'Z'}-{attempt}";
        }

        File.Move(path, aside);
        foreach (string suffix in (string[])["-wal", "-shm"])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }

        return aside;
    }
}
