# Flows per second of os-ken (the living fork of Ryu): osken-manager --ofp-tcp-listen-port PORT osken.py, FLOWS in the environment.
import os
import time

from os_ken.base import app_manager
from os_ken.controller import ofp_event
from os_ken.controller.handler import CONFIG_DISPATCHER, MAIN_DISPATCHER, set_ev_cls
from os_ken.ofproto import ofproto_v1_3


class Flows(app_manager.OSKenApp):
    OFP_VERSIONS = [ofproto_v1_3.OFP_VERSION]

    @set_ev_cls(ofp_event.EventOFPSwitchFeatures, CONFIG_DISPATCHER)
    def connected(self, event):
        switch = event.msg.datapath
        count = int(os.environ["FLOWS"])
        self.start = time.time()
        for i in range(count):
            match = switch.ofproto_parser.OFPMatch(eth_type=0x0800, ipv4_dst=0x0B000000 + i)
            actions = [switch.ofproto_parser.OFPActionOutput(1 + i % 4)]
            apply = switch.ofproto_parser.OFPInstructionActions(switch.ofproto.OFPIT_APPLY_ACTIONS, actions)
            switch.send_msg(switch.ofproto_parser.OFPFlowMod(
                datapath=switch, table_id=1, priority=100, match=match, instructions=[apply]))
        self.count = count
        switch.send_msg(switch.ofproto_parser.OFPBarrierRequest(switch))

    @set_ev_cls(ofp_event.EventOFPBarrierReply, MAIN_DISPATCHER)
    def confirmed(self, event):
        print(self.count / (time.time() - self.start), flush=True)
        os._exit(0)
