using System.Collections.Immutable;
using System.Text.Json;

namespace Vireo.Server.Security;

/// <summary>The tokens that are valid, in two files of the data folder: <c>token</c> holds the administrator's own,
/// which is made at the first start; <c>tokens.json</c> holds the hashes of all that were made later.</summary>
/// <remarks>Safe from any thread. Whoever may read the data folder is the administrator, so the first token lies there
/// in the open, readable by the owner only.</remarks>
public sealed class TokenStore
{
    /// <summary>Name of the administrator's token in lists and in the audit trail.</summary>
    public const string AdminName = "admin";

    private const string AdminId = "admin";

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly TokenRecord _admin;
    private ImmutableArray<TokenRecord> _tokens;

    private TokenStore(string adminFile, string file, TimeProvider time)
    {
        AdminFile = adminFile;
        _file = file;
        _time = time;
        (_admin, FirstToken) = EnsureAdmin(adminFile, time);
        _tokens = Load(file);
    }

    /// <summary>The file with the administrator's token.</summary>
    public string AdminFile { get; }

    /// <summary>The administrator's token when it was made just now, to be shown once; null otherwise.</summary>
    public string? FirstToken { get; }

    /// <summary>All valid tokens, the administrator's first.</summary>
    public ImmutableArray<TokenRecord> All
    {
        get
        {
            lock (_gate)
            {
                return [_admin, .. _tokens];
            }
        }
    }

    /// <summary>Opens or creates the files.</summary>
    /// <exception cref="InvalidDataException">The list of tokens is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static TokenStore Open(string dataFolder, TimeProvider time) =>
        new(Path.Combine(dataFolder, "token"), Path.Combine(dataFolder, "tokens.json"), time);

    /// <summary>Finds the record of a token; null when it is not valid.</summary>
    public TokenRecord? Authenticate(string token)
    {
        if (token.Length is 0 or > TokenText.Longest)
        {
            return null;
        }

        string hash = TokenText.Hash(token);
        TokenRecord? found = null;
        foreach (var record in All)
        {
            // All of them, whatever matches, so that the time says nothing.
            found = TokenText.Matches(record.Hash, hash) ? record : found;
        }

        return found;
    }

    /// <summary>Whether a token that was valid once still is.</summary>
    public bool IsValid(string id) => All.Any(record => record.Id == id);

    /// <summary>Makes a token; it is shown once and cannot be read again.</summary>
    public (TokenRecord Record, string Token) Create(string name, ImmutableArray<string> roles)
    {
        string token = TokenText.Create();
        var record = new TokenRecord(TokenText.CreateId(), name, roles, _time.GetUtcNow(), TokenText.Hash(token));
        lock (_gate)
        {
            Save([.. _tokens, record]);
        }

        return (record, token);
    }

    /// <summary>Makes a token worthless; false when there is none of that identifier, or it is the
    /// administrator's.</summary>
    public bool Revoke(string id)
    {
        lock (_gate)
        {
            var rest = _tokens.RemoveAll(record => record.Id == id);
            bool isFound = rest.Length < _tokens.Length;
            if (isFound)
            {
                Save(rest);
            }

            return isFound;
        }
    }

    private static (TokenRecord Admin, string? FirstToken) EnsureAdmin(string file, TimeProvider time)
    {
        string token = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        bool isNew = token.Length == 0;
        if (isNew)
        {
            token = TokenText.Create();
            SecretFile.Write(file, token + "\n");
        }

        var createdAt = isNew ? time.GetUtcNow() : new DateTimeOffset(File.GetLastWriteTimeUtc(file));

        return (new TokenRecord(AdminId, AdminName, [Roles.Admin], createdAt, TokenText.Hash(token)), isNew ? token : null);
    }

    private static ImmutableArray<TokenRecord> Load(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<ImmutableArray<TokenRecord>>(File.ReadAllBytes(file), JsonSerializerOptions.Web);
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException(
                $"The list of tokens '{file}' is damaged: {damage.Message} Restore it, or delete it to revoke all tokens but " +
                "the administrator's.", damage);
        }
    }

    private void Save(ImmutableArray<TokenRecord> tokens)
    {
        SecretFile.Write(_file, JsonSerializer.Serialize(tokens, JsonSerializerOptions.Web));
        _tokens = tokens;
    }
}
