using System.Xml;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>A session with the server that is opened when it is needed and again when it has ended. Only reads are said
/// again by themselves.</summary>
internal sealed class VimSession : IAsyncDisposable
{
    private const int Attempts = 3;

    // Below it, a difference of clocks is the way of the question.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    // A wrong password that is said again and again locks the account.
    private static readonly TimeSpan AfterRefusedLogin = TimeSpan.FromMinutes(1);

    // Newest first. Only versions whose answers are known to be read are asked for; the server's own are tried after them.
    private static readonly string[] Known =
        ["8.0.3.0", "8.0.2.0", "8.0.1.0", "8.0.0.1", "7.0.3.0", "7.0.2.0", "7.0.1.0", "7.0", "6.7.3", "6.7.2", "6.7.1",
         "6.7", "6.5", "6.0"];

    private readonly VimTransport _transport;
    private readonly VSphereAccount _account;
    private readonly ClientCertificate? _identity;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _opening = new(1);
    private volatile ServiceContent? _open;
    private (DateTimeOffset Until, VimException Why)? _refused;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="transport">Carries the calls.</param>
    /// <param name="account">Who logs in.</param>
    /// <param name="time">The clock.</param>
    /// <param name="identity">The certificate that the carrier shows, where one proves who logs in.</param>
    public VimSession(VimTransport transport, VSphereAccount account, TimeProvider time, ClientCertificate? identity = null)
    {
        _identity = identity;
        _transport = transport;
        _account = account;
        _time = time;
    }

    /// <summary>How often the session was opened.</summary>
    public int Openings { get; private set; }

    /// <summary>The session, opened when it is not.</summary>
    /// <exception cref="VimException">It cannot be opened.</exception>
    public async Task<ServiceContent> OpenAsync(CancellationToken cancellationToken)
    {
        if (_open is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _open ??= await LogInAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Sends a call and reads its answer.</summary>
    /// <param name="call">The call; a read is said again when its answer is lost or the session had ended.</param>
    /// <param name="read">Reads the answer; begins anew each time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="VimException">The server refused, or no whole answer arrived.</exception>
    public async Task<T> CallAsync<T>(VimCall call, Func<XmlReader, Task<T>> read, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            var session = await OpenAsync(cancellationToken);
            try
            {
                return await _transport.SendAsync(call, read, cancellationToken);
            }
            catch (VimFault fault) when (fault.IsNotAuthenticated)
            {
                Forget(session);
                if (!call.IsRead || attempt == Attempts)
                {
                    throw;
                }
            }
            catch (VimLost lost) when (call.IsRead && lost.IsTransient && attempt < Attempts)
            {
                // Asked once more: reading changes nothing.
            }
        }
    }

    /// <summary>Sends a call and reads the one value that it answers with; null when it answers with none.</summary>
    public Task<XElement?> CallAsync(VimCall call, CancellationToken cancellationToken) =>
        CallAsync(call, FirstAsync, cancellationToken);

    /// <summary>Reads all values of an answer.</summary>
    public Task<List<XElement>> CallForAllAsync(VimCall call, CancellationToken cancellationToken) => CallAsync(
        call,
        async reader =>
        {
            var all = new List<XElement>();
            await foreach (var element in VimEnvelope.ElementsAsync(reader))
            {
                all.Add(element);
            }

            return all;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_open is { } open && ManagedObject.Read(open.Content.Child("sessionManager")) is { } manager)
        {
            try
            {
                await _transport.SendAsync(new VimCall("Logout", manager), FirstAsync, CancellationToken.None);
            }
            catch (VimException)
            {
                // The server ends sessions that are not used.
            }
        }

        _transport.Dispose();
        _identity?.Dispose();
        _opening.Dispose();
    }

    private static async Task<XElement?> FirstAsync(XmlReader reader)
    {
        await foreach (var element in VimEnvelope.ElementsAsync(reader))
        {
            return element;
        }

        return null;
    }

    private void Forget(ServiceContent session) => Interlocked.CompareExchange(ref _open, null, session);

    private async Task<ServiceContent> LogInAsync(CancellationToken cancellationToken)
    {
        if (_refused is { } refused && _time.GetUtcNow() < refused.Until)
        {
            throw refused.Why;
        }

        var login = await PrepareAsync(cancellationToken);
        _transport.ForgetSession();
        if (Openings == 0)
        {
            _transport.Version = await NegotiateAsync(cancellationToken);
        }

        var content = await AskAsync(new VimCall("RetrieveServiceContent", ManagedObject.ServiceInstance),
            cancellationToken)
            ?? throw new VimFault("NotSupported", "The server does not say what it consists of");
        var manager = ManagedObject.Read(content.Child("sessionManager"))
            ?? throw new VimFault("NotSupported", "The server has no sessions");
        try
        {
            var session = await AskAsync(login(manager), cancellationToken);
            _refused = null;
            Openings++;
            var about = content.Child("about");

            return new ServiceContent(session.Text("key"), $"{about.Text("fullName")}", content, await ReadSkewAsync(cancellationToken));
        }
        catch (VimFault fault) when (fault.Kind is "InvalidLogin" or "NoPermission" or "NoClientCertificate" or "NotFound")
        {
            var why = new VimFault(
                fault.Kind, $"{_account.Words} cannot log in: {(fault.Text.Length > 0 ? fault.Text : WhatIsWrong())}");
            _refused = (_time.GetUtcNow() + AfterRefusedLogin, why);
            throw why;
        }
    }

    private string WhatIsWrong() => _account.TokenFile.Length > 0 ? "the server does not take the token"
        : _account.CertificateFile.Length > 0 ? "the certificate is not the one that the extension was registered with"
        : "user or password is wrong";

    // Read before anything is sent: the certificate is shown when the connection is made.
    private async Task<Func<ManagedObject, VimCall>> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_account.TokenFile.Length > 0)
            {
                var token = await _account.ReadTokenAsync(_time.GetUtcNow(), cancellationToken);

                return manager => new VimCall("LoginByToken", manager) { Security = token.Header(_time.GetUtcNow()) };
            }

            if (_account.CertificateFile.Length > 0)
            {
                _identity?.Load();

                return manager => new VimCall(
                    "LoginExtensionByCertificate", manager, Vim.Element("extensionKey", _account.Extension));
            }

            string password = await _account.ReadPasswordAsync(cancellationToken);

            return manager => new VimCall(
                "Login", manager, Vim.Element("userName", _account.User), Vim.Element("password", password));
        }
        catch (IOException failure)
        {
            throw new VimLost(failure.Message, failure, isTransient: false);
        }
    }

    private Task<XElement?> AskAsync(VimCall call, CancellationToken cancellationToken) =>
        _transport.SendAsync(call, FirstAsync, cancellationToken);

    private async Task<TimeSpan> ReadSkewAsync(CancellationToken cancellationToken)
    {
        var asked = _time.GetUtcNow();
        var theirs = Vim.Instant(await AskAsync(new VimCall("CurrentTime", ManagedObject.ServiceInstance),
            cancellationToken));
        var ours = asked + ((_time.GetUtcNow() - asked) / 2);

        // Whole seconds: the same sample has the same time whenever it is read.
        return theirs is { } at && (at - ours).Duration() >= ClockTolerance
            ? TimeSpan.FromSeconds(Math.Round((at - ours).TotalSeconds))
            : TimeSpan.Zero;
    }

    private async Task<string> NegotiateAsync(CancellationToken cancellationToken)
    {
        string? document = await _transport.FetchAsync("/sdk/vimServiceVersions.xml", cancellationToken);

        return document is null ? Known[^1] : ChooseVersion(document);
    }

    /// <summary>The newest version that both sides know; the server's own where they have none in common.</summary>
    internal static string ChooseVersion(string document)
    {
        try
        {
            var offered = XDocument.Parse(document).Descendants()
                .Where(element => element.Name.LocalName == "namespace" && element.Text("name") == "urn:vim25")
                .SelectMany(element => element.Descendants().Where(one => one.Name.LocalName == "version"))
                .Select(version => version.Value.Trim())
                .ToList();

            return Known.FirstOrDefault(offered.Contains) ?? offered.FirstOrDefault() ?? Known[^1];
        }
        catch (XmlException)
        {
            return Known[^1];
        }
    }
}
