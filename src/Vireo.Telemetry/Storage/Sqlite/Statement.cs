using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Vireo.Telemetry.Storage.Sqlite;

/// <summary>A prepared statement that is used again and hands out blobs without copying them.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle
            ?? throw new InvalidOperationException("The connection must be open before statements are prepared.");
        ThrowOnError(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    public Statement Bind(int index, long value)
    {
        ThrowOnError(raw.sqlite3_bind_int64(statement, index, value));

        return this;
    }

    public Statement Bind(int index, string value)
    {
        ThrowOnError(raw.sqlite3_bind_text(statement, index, value));

        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        ThrowOnError(raw.sqlite3_bind_blob(statement, index, value));

        return this;
    }

    /// <summary>Moves to the next row.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(statement);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        raw.sqlite3_reset(statement);
        if (code is not raw.SQLITE_DONE)
        {
            ThrowOnError(code);
        }

        return false;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Execute()
    {
        while (Step())
        {
        }
    }

    public void Reset() => raw.sqlite3_reset(statement);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private void ThrowOnError(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            string message = raw.sqlite3_errmsg(database).utf8_to_string();

            throw new SqliteException($"SQLite error {code}: {message}", code & 0xff, code);
        }
    }
}
