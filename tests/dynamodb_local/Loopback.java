import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Runs DynamoDB Local on 127.0.0.1 and a free port, and prints the port. DynamoDB Local's own main class would listen
 * on every address. The server ends with its standard input, so it never outlives the process that started it.
 */
class Loopback {
    public static void main(String[] arguments) throws Exception {
        var engine = new LocalDynamoDBServerHandler(new LocalDynamoDBRequestHandler(0, true, null, true, false), null);
        var server = new Server(new InetSocketAddress("127.0.0.1", 0));
        server.setHandler(new DynamoDBProxyServer(0, engine).setUpHandler(engine));
        server.start();
        System.out.println(((ServerConnector) server.getConnectors()[0]).getLocalPort());
        while (System.in.read() != -1) { }
        System.exit(0);
    }
}
