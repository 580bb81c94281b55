using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Vireo.Adapters.Logs;
using Vireo.Adapters.Logs.Otlp;

namespace Vireo.Adapters.Tests.Logs;

/// <summary>Log records of OpenTelemetry in both encodings, and what is no such thing.</summary>
public class OtlpFeedTests
{
    private const string Json = """
        {"resourceLogs":[{"resource":{"attributes":[
            {"key":"service.name","value":{"stringValue":"shop"}},{"key":"host.name","value":{"stringValue":"web-1"}}]},
          "scopeLogs":[{"scope":{"name":"s"},"logRecords":[
            {"timeUnixNano":"1796071153838605000","severityNumber":17,"body":{"stringValue":"disk full"}},
            {"body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"7"}},
              {"key":"b","value":{"arrayValue":{"values":[{"boolValue":true},{"doubleValue":1.5}]}}}]}}},
            {"severityNumber":9}]}]}]}
        """;

    [Fact]
    public void Json_is_read_with_level_service_and_nested_values_and_what_says_nothing_is_rejected()
    {
        var time = new FakeTimeProvider();
        var feed = new OtlpFeed(new LogFeedSettings("apps"), time);

        OtlpReceipt receipt = feed.Receive(Encoding.UTF8.GetBytes(Json), isJson: true);
        var lines = feed.Take();

        Assert.Equal(new OtlpReceipt(2, 1), receipt);
        Assert.Equal(["ERROR shop: disk full", "shop: a=7 b=[true, 1.5]"], lines.Select(line => line.Text));
        Assert.All(lines, line => Assert.Equal((time.GetUtcNow(), "web-1"), (line.At, line.Writer)));
        Assert.Contains("1 lines are not of the format", feed.TakeTrouble(), StringComparison.Ordinal);
        Assert.Equal("1", receipt.ToJson()["partialSuccess"]!["rejectedLogRecords"]!.ToString());
    }

    // Written by hand from the field numbers of opentelemetry-proto: the resource after its records, an unknown field 9 in between.
    [Fact]
    public void Protobuf_is_read_whatever_the_order_of_its_fields_and_what_is_unknown_is_passed_over()
    {
        byte[] record = [.. Field(2, 21), .. Message(5, Text(1, "gone")), .. Message(9, [1, 2, 3])];
        byte[] scope = Message(2, record);
        byte[] host = [.. Text(1, "host.name"), .. Message(2, Text(1, "db-1"))];
        byte[] request = Message(1, [.. Message(2, scope), .. Message(1, Message(1, host))]);

        OtlpRecord read = Assert.Single(OtlpMessage.Read(request));

        Assert.Equal(("db-1", "FATAL gone"), (read.Host, read.Text));
    }

    [Theory]
    [InlineData("[]", "Expected an object")]
    [InlineData("{\"resourceLogs\":{}}", "'resourceLogs' must be a list")]
    [InlineData("{\"resourceLogs\":[1]}", "Expected an object")]
    [InlineData("{\"resourceLogs\":", "")]
    [InlineData("{\"resourceLogs\":[{\"resource\":{\"attributes\":[{}]}}]}", "no 'key'")]
    public void Json_of_another_form_is_refused_with_the_place(string text, string expected)
    {
        var feed = new OtlpFeed(new LogFeedSettings("apps"), TimeProvider.System);

        var failure = Assert.Throws<FormatException>(() => feed.Receive(Encoding.UTF8.GetBytes(text), isJson: true));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Empty(feed.Take());
    }

    [Fact]
    public void Whatever_bytes_come_are_read_or_refused() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        try
        {
            OtlpMessage.Read(bytes);
        }
        catch (FormatException)
        {
            // Said, which is what is asked.
        }
    });

    [Fact]
    public void Values_in_values_without_end_are_refused()
    {
        byte[] value = Text(1, "x");
        for (int i = 0; i < 1_000; i++)
        {
            value = Message(5, Message(1, value));
        }

        byte[] request = Message(1, Message(2, Message(2, Message(5, value))));

        Assert.Throws<FormatException>(() => OtlpMessage.Read(request));
    }

    [Fact]
    public void The_answer_in_protobuf_says_how_many_were_rejected_and_nothing_when_none()
    {
        Assert.Empty(new OtlpReceipt(3, 0).ToProtobuf());
        byte[] answer = new OtlpReceipt(3, 300).ToProtobuf();

        var response = new ProtobufReader(answer);
        Assert.True(response.Next(), "The answer is empty.");
        var partial = new ProtobufReader(response.Bytes());
        Assert.True(partial.Next(), "Nothing was rejected.");
        Assert.Equal(300UL, partial.Number());
    }

    private static byte[] Field(int number, byte value) => [(byte)(number << 3), value];

    private static byte[] Text(int number, string text) => Message(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int number, byte[] content)
    {
        var length = new List<byte>();
        int left = content.Length;
        for (; left >= 0x80; left >>= 7)
        {
            length.Add((byte)(left | 0x80));
        }

        length.Add((byte)left);

        return [(byte)((number << 3) | 2), .. length, .. content];
    }
}
