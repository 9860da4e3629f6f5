package station.hapi;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.io.File;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Starts HAPI FHIR JPA (R4) on 127.0.0.1: Main PORT JDBC_URL. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("station.port", arguments[0]);
    System.setProperty("station.database", arguments[1]);
    var beans = new AnnotationConfigApplicationContext();
    beans.setAllowCircularReferences(true);
    beans.register(Beans.class);
    beans.refresh();

    File folder = Files.createTempDirectory("station-hapi").toFile();
    var tomcat = new Tomcat();
    tomcat.setBaseDir(folder.getPath());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(Integer.parseInt(arguments[0]));
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.getPath());
    Tomcat.addServlet(context, "fhir", beans.getBean(RestfulServer.class)).setLoadOnStartup(1);
    context.addServletMappingDecoded("/fhir/*", "fhir");
    tomcat.start();
    tomcat.getServer().await();
  }
}
