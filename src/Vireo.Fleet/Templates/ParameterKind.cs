using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What values a parameter of a template takes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParameterKind>))]
public enum ParameterKind
{
    /// <summary>A word of letters, digits and <c>. _ : / @ + = , -</c>, so that it cannot end the text around
    /// it.</summary>
    Word,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,
}
