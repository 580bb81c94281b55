using System.Net;
using System.Text;
using System.Xml.Linq;
using Vireo.Adapters.VSphere;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>A server that answers each operation as a test says: for what the simulated vCenter does not do, such as paging,
/// and for what no server should do.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private const string Content =
        "<returnval><rootFolder type='Folder'>group-d1</rootFolder><propertyCollector type='PropertyCollector'>pc</propertyCollector>" +
        "<about><fullName>Scripted 1</fullName></about><sessionManager type='SessionManager'>sm</sessionManager></returnval>";

    private readonly Dictionary<string, Queue<Func<string>>> _answers = [];

    /// <summary>Operations in the order in which they were called, with the text of their arguments.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Answers the next call of an operation with values.</summary>
    public ScriptedServer Answer(string operation, string values) =>
        Then(operation, () => Wrap($"<{operation}Response xmlns='urn:vim25'>{values}</{operation}Response>"));

    /// <summary>Answers the next call of an operation with a fault.</summary>
    public ScriptedServer Refuse(string operation, string kind, string text, string detail = "") =>
        Then(operation, () => Wrap(
        $"<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>{text}</faultstring><detail>" +
        $"<{kind}Fault xmlns='urn:vim25' xsi:type='{kind}'>{detail}</{kind}Fault></detail></soapenv:Fault>"));

    /// <summary>Drops the connection at the next call of an operation.</summary>
    public ScriptedServer Drop(string operation) =>
        Then(operation, () => throw new HttpRequestException("The connection was reset."));

    /// <summary>Answers the next call of an operation with just this.</summary>
    public ScriptedServer Say(string operation, string document) => Then(operation, () => document);

    /// <summary>A session with it.</summary>
    public VimSession Open(string user = "u", string passwordVariable = "PATH") => new(
        new VimTransport(new Uri("https://vc.example/sdk"), this, new ServerTrust(""), TimeSpan.FromSeconds(30), 4,
            TimeProvider.System),
        new VSphereAccount(user, "", passwordVariable), TimeProvider.System);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var body = XDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))
            .Root!.Child("Body")!.Elements().Single();
        string operation = body.Name.LocalName;
        Calls.Add(operation is "Login" ? operation : $"{operation} {string.Join(",", body.Elements().Skip(1).Select(one => one.Value))}".Trim());
        bool isScripted = _answers.TryGetValue(operation, out var queue) && queue.Count > 0;
        if (operation == "WaitForUpdatesEx" && !isScripted)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        string answer = isScripted ? queue!.Dequeue()() : Usual(operation);

        return new HttpResponseMessage(answer.Contains("Fault>", StringComparison.Ordinal)
            ? HttpStatusCode.InternalServerError : HttpStatusCode.OK)
        {
            Content = new StringContent(answer, Encoding.UTF8, "text/xml"),
        };
    }

    private static string Usual(string operation) => Wrap(operation switch
    {
        "RetrieveServiceContent" => $"<X xmlns='urn:vim25'>{Content}</X>",
        "Login" => "<X xmlns='urn:vim25'><returnval><key>k</key></returnval></X>",
        _ => "<X xmlns='urn:vim25'/>",
    });

    private static string Wrap(string body) =>
        "<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope xmlns:soapenv='http://schemas.xmlsoap.org/soap/envelope/' " +
        $"xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>";

    private ScriptedServer Then(string operation, Func<string> answer)
    {
        if (!_answers.TryGetValue(operation, out var queue))
        {
            _answers[operation] = queue = new Queue<Func<string>>();
        }

        queue.Enqueue(answer);

        return this;
    }
}
