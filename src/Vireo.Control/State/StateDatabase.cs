using Microsoft.Data.Sqlite;

namespace Vireo.Control;

/// <summary>One SQLite connection with prepared statements, used by one caller at a time.</summary>
/// <remarks>The loop writes; servers read receipts and audit from other threads, so every call takes the gate.
/// Parameters are <c>$1</c>, <c>$2</c>… in order; instants are UTC ticks.</remarks>
internal sealed class StateDatabase : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private int _depth;

    public StateDatabase(string dataSource)
    {
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = dataSource, Pooling = false }.ToString());
        _connection.Open();
    }

    /// <summary>Called before every change, so that a test can let the process die there.</summary>
    public Action BeforeWrite { get; set; } = () => { };

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public int Write(string sql, params ReadOnlySpan<object?> values)
    {
        lock (_gate)
        {
            BeforeWrite();
            try
            {
                return Prepare(sql, values).ExecuteNonQuery();
            }
            catch (SqliteException failure)
            {
                throw Translate(failure);
            }
        }
    }

    /// <summary>Reads all rows of a query.</summary>
    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        lock (_gate)
        {
            try
            {
                var rows = new List<T>();
                using var reader = Prepare(sql, values).ExecuteReader();
                while (reader.Read())
                {
                    rows.Add(row(reader));
                }

                return rows;
            }
            catch (SqliteException failure)
            {
                throw Translate(failure);
            }
        }
    }

    /// <summary>Does the work wholly or not at all; nested calls join the outer transaction.</summary>
    public void InTransaction(Action work)
    {
        lock (_gate)
        {
            if (_depth > 0)
            {
                work();
                return;
            }

            Write("BEGIN IMMEDIATE");
            _depth++;
            try
            {
                work();
                Write("COMMIT");
            }
            catch
            {
                Rollback();
                throw;
            }
            finally
            {
                _depth--;
            }
        }
    }

    /// <summary>Runs several statements without parameters, such as a schema.</summary>
    public void Run(string script)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = script;
            command.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var command in _prepared.Values)
            {
                command.Dispose();
            }

            _connection.Dispose();
        }
    }

    // SQLite itself ends the transaction on some errors, such as a full disk; a second ROLLBACK would hide the first
    // cause.
    private void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            Prepare("ROLLBACK", []).ExecuteNonQuery();
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            _prepared.Add(sql, command);
        }

        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    private StateUnavailableException Translate(SqliteException failure) =>
        new($"The state file '{_connection.DataSource}' cannot be used: {failure.Message} No action is started until it " +
            "can. Free disk space or check the file's permissions.", failure);
}
