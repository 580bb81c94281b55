using System.Text.Json;
using Vireo.Detection.Notifying;

namespace Vireo.Control;

/// <summary>What was told to whom and which silences there are, so that a restart neither forgets nor
/// repeats.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class NotificationTable
{
    private const string Group = "group";
    private const string Receiver = "receiver";
    private const string Quiet = "silence";

    private readonly StateDatabase _database;

    internal NotificationTable(StateDatabase database) => _database = database;

    /// <summary>What was told.</summary>
    public NotificationState Load() => new(
        NotificationState.Empty.Groups.AddRange(Read(Group, ControlJsonContext.Default.NotificationGroup)
            .Select(group => KeyValuePair.Create(group.Key, group))),
        NotificationState.Empty.Receivers.AddRange(Read(Receiver, ControlJsonContext.Default.ReceiverState)
            .Select(receiver => KeyValuePair.Create(receiver.Name, receiver))));

    /// <summary>Keeps what has changed; durable when it returns.</summary>
    /// <param name="before">What is kept already.</param>
    /// <param name="after">What is to be kept.</param>
    /// <exception cref="StateUnavailableException">It cannot be written; nothing has changed.</exception>
    public void Save(NotificationState before, NotificationState after)
    {
        if (before.Groups == after.Groups && before.Receivers == after.Receivers)
        {
            return;
        }

        _database.InTransaction(() =>
        {
            foreach (string gone in before.Groups.Keys.Where(key => !after.Groups.ContainsKey(key)))
            {
                Delete(Group, gone);
            }

            foreach (var (key, group) in after.Groups.Where(
                one => before.Groups.GetValueOrDefault(one.Key) != one.Value))
            {
                Write(Group, key, JsonSerializer.Serialize(group, ControlJsonContext.Default.NotificationGroup));
            }

            foreach (var (name, state) in after.Receivers
                .Where(one => before.Receivers.GetValueOrDefault(one.Key) != one.Value))
            {
                Write(Receiver, name, JsonSerializer.Serialize(state, ControlJsonContext.Default.ReceiverState));
            }
        });
    }

    /// <summary>All silences that were made at run time and are kept, by identifier.</summary>
    public IReadOnlyList<Silence> LoadSilences() => Read(Quiet, ControlJsonContext.Default.Silence);

    /// <summary>Keeps a silence, and what the audit trail says of it, together.</summary>
    /// <exception cref="StateUnavailableException">It cannot be written; nothing has changed.</exception>
    public void SaveSilence(Silence silence, Action audit) => _database.InTransaction(() =>
    {
        Write(Quiet, silence.Id, JsonSerializer.Serialize(silence, ControlJsonContext.Default.Silence));
        audit();
    });

    /// <summary>Forgets silences that ended long ago.</summary>
    public void ForgetSilences(IEnumerable<string> ids) => _database.InTransaction(() =>
    {
        foreach (string id in ids)
        {
            Delete(Quiet, id);
        }
    });

    private IReadOnlyList<T> Read<T>(string part, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class =>
        [
            .. _database.Read(
                "SELECT content FROM notification WHERE part = $1 ORDER BY key",
                row => JsonSerializer.Deserialize(row.GetString(0), type), part).OfType<T>(),
        ];

    private void Write(string part, string key, string content) => _database.Write(
        "INSERT INTO notification VALUES ($1, $2, $3) ON CONFLICT (part, key) DO UPDATE SET content = excluded.content",
        part, key, content);

    private void Delete(string part, string key) =>
        _database.Write("DELETE FROM notification WHERE part = $1 AND key = $2", part, key);
}
