namespace Vireo.Adapters.OpenFlow;

/// <summary>An error of a switch (OpenFlow 1.3.5, section 7.4.4).</summary>
/// <param name="Type">The kind of request that failed.</param>
/// <param name="Code">Why.</param>
internal readonly record struct SwitchError(ushort Type, ushort Code)
{
    /// <summary>A change was sent by a controller that is a slave.</summary>
    public static readonly SwitchError IsSlave = new(1, 10);

    /// <summary>A controller asks for a role with a generation that is over.</summary>
    public static readonly SwitchError StaleRole = new(11, 0);

    /// <summary>We speak no version of the protocol that the other side does.</summary>
    public static readonly SwitchError Incompatible = new(0, 0);

    // By type: its name, then the names of its codes, as the specification has them.
    private static readonly string[][] Names =
    [
        .. new[]
        {
            "HELLO_FAILED INCOMPATIBLE EPERM",
            "BAD_REQUEST BAD_VERSION BAD_TYPE BAD_MULTIPART BAD_EXPERIMENTER BAD_EXP_TYPE EPERM BAD_LEN BUFFER_EMPTY BUFFER_UNKNOWN " +
                "BAD_TABLE_ID IS_SLAVE BAD_PORT BAD_PACKET MULTIPART_BUFFER_OVERFLOW",
            "BAD_ACTION BAD_TYPE BAD_LEN BAD_EXPERIMENTER BAD_EXP_TYPE BAD_OUT_PORT BAD_ARGUMENT EPERM TOO_MANY BAD_QUEUE BAD_OUT_GROUP " +
                "MATCH_INCONSISTENT UNSUPPORTED_ORDER BAD_TAG BAD_SET_TYPE BAD_SET_LEN BAD_SET_ARGUMENT",
            "BAD_INSTRUCTION UNKNOWN_INST UNSUP_INST BAD_TABLE_ID UNSUP_METADATA UNSUP_METADATA_MASK BAD_EXPERIMENTER BAD_EXP_TYPE BAD_LEN EPERM",
            "BAD_MATCH BAD_TYPE BAD_LEN BAD_TAG BAD_DL_ADDR_MASK BAD_NW_ADDR_MASK BAD_WILDCARDS BAD_FIELD BAD_VALUE BAD_MASK BAD_PREREQ DUP_FIELD EPERM",
            "FLOW_MOD_FAILED UNKNOWN TABLE_FULL BAD_TABLE_ID OVERLAP EPERM BAD_TIMEOUT BAD_COMMAND BAD_FLAGS",
            "GROUP_MOD_FAILED GROUP_EXISTS INVALID_GROUP WEIGHT_UNSUPPORTED OUT_OF_GROUPS OUT_OF_BUCKETS CHAINING_UNSUPPORTED WATCH_UNSUPPORTED LOOP " +
                "UNKNOWN_GROUP CHAINED_GROUP BAD_TYPE BAD_COMMAND BAD_BUCKET BAD_WATCH EPERM",
            "PORT_MOD_FAILED BAD_PORT BAD_HW_ADDR BAD_CONFIG BAD_ADVERTISE EPERM",
            "TABLE_MOD_FAILED BAD_TABLE BAD_CONFIG EPERM",
            "QUEUE_OP_FAILED BAD_PORT BAD_QUEUE EPERM",
            "SWITCH_CONFIG_FAILED BAD_FLAGS BAD_LEN EPERM",
            "ROLE_REQUEST_FAILED STALE UNSUP BAD_ROLE",
            "METER_MOD_FAILED UNKNOWN METER_EXISTS INVALID_METER UNKNOWN_METER BAD_COMMAND BAD_FLAGS BAD_RATE BAD_BURST BAD_BAND BAD_BAND_VALUE " +
                "OUT_OF_METERS OUT_OF_BANDS",
            "TABLE_FEATURES_FAILED BAD_TABLE BAD_METADATA BAD_TYPE BAD_LEN BAD_ARGUMENT EPERM",
        }.Select(line => line.Split(' ')),
    ];

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Type >= Names.Length)
        {
            return $"error of type {Type}, code {Code}";
        }

        string[] names = Names[Type];

        return $"{names[0]} {(Code < names.Length - 1 ? names[Code + 1] : $"code {Code}")}";
    }
}
